/** What an Ollama Modelfile says (spec serving-contract.md C3). */
export interface OllamaModelfile {
  readonly path: string;
  /** A model name, a folder or a GGUF file. */
  readonly from: string;
  /** A Go template, not Jinja. */
  readonly template?: string;
  readonly system?: string;
  readonly adapter?: string;
  /** Name of a renderer built into Ollama, which wins over any template. */
  readonly renderer?: string;
  /** In the order of the file; `stop` may be there several times. */
  readonly parameters: readonly (readonly [key: string, value: string])[];
  /** Messages that are put before every conversation. */
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}
