/** Library versions that made the run: `trl`, `transformers`, `peft`, `torch`, … with the file that says so. */
export interface Versions {
  readonly libraries: Readonly<Record<string, { readonly version: string; readonly path: string }>>;
}
