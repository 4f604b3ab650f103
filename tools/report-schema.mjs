import { toJsonSchema } from '@valibot/to-json-schema';
import { build } from 'esbuild';

/** JSON schema of the report as text, made from ReportSchema; bundled in memory, because Node cannot import TypeScript everywhere we run. */
export async function reportSchemaText() {
  const bundled = await build({
    entryPoints: ['src/report/report.ts'],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    write: false,
  });
  const { ReportSchema } = await import(
    `data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].contents).toString('base64')}`
  );
  const schema = { title: 'Lockstep report', ...toJsonSchema(ReportSchema) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
