import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'evidence/file-damaged',
  title: 'Every line of every file could be read',
  severity: 'note',
  phase: 'A',
  needs: ['layout'],
  messages: {
    damaged: {
      what: '{count} places in {files} file(s) could not be used. The first: {first}',
      why: 'What cannot be read is left out of every number in this report.',
      fix: 'Write these lines again, or leave them out on purpose.',
    },
  },
  run({ layout }) {
    const { damage } = layout;
    const [first] = damage;
    if (first === undefined) return { kind: 'pass', saw: `${layout.files} files, nothing damaged in what was read` };
    const where = first.line === undefined ? first.path : `${first.path}, line ${first.line}`;
    const places = damage
      .slice(0, 10)
      .map(({ path, line }) => ({ kind: 'file' as const, path, ...(line === undefined ? {} : { line }) }));
    const data = {
      count: damage.length,
      files: new Set(damage.map((one) => one.path)).size,
      first: `${where}: ${first.reason}`,
    };
    return { kind: 'fail', findings: [{ message: 'damaged', data, places }] };
  },
});
