import type { GgufModel } from './gguf-model.ts';
import type { Side } from './layout.ts';

/** How one side prepares images, from its processor file. Values are JSON texts. */
export interface ImagePolicy {
  readonly side: Side;
  readonly path: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Files beside the weights that servers read: image processors and GGUF exports. Always found; the lists are empty for a run without. */
export interface SideFiles {
  /** Sides whose folder is a whole model (has a config.json), and how its folder is called. */
  readonly models: readonly { readonly side: Side; readonly path: string }[];
  readonly images: readonly ImagePolicy[];
  /** In the served folder, projectors left out. */
  readonly ggufs: readonly GgufModel[];
}
