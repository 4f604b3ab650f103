/** JSON schema of the report as text, as the build writes it to docs/report.schema.json. */
export function reportSchemaText(): Promise<string>;
