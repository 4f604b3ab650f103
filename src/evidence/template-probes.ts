import type { TemplateProbe } from '../chat-template/template-probes.ts';
import type { Side } from './layout.ts';
import type { TemplatePlace } from './template-places.ts';

/** What the chat template that transformers would use does on small probe conversations, for each side that has one. */
export interface TemplateProbes {
  readonly probes: readonly ProbedTemplate[];
}

export interface ProbedTemplate {
  readonly side: Side;
  readonly place: TemplatePlace;
  readonly outcome:
    | {
        readonly state: 'probed';
        readonly probe: TemplateProbe;
        /** Whole made-up conversations as rendered; `undefined` for one that the template refuses. */
        readonly renderings: readonly (string | undefined)[];
      }
    | { readonly state: 'failed'; readonly reason: string };
}
