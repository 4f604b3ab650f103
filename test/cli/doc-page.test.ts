import { expect, test } from 'vitest';
import { addDocPage } from '../../src/cli/pages/doc-page.ts';
import { newPage } from '../../src/render/terminal/page.ts';

const markdown = `# loss/prompt-in-loss

The loss covers **system** text, see [the page](x.md)
and \`labels\`.

- one
- two
1. first

\`\`\`python
assistant_only_loss = True   # a long line of code that is never wrapped, because it is there to be copied
\`\`\`

| clue | weight |
|---|--:|
| \`a/b\` | 5.2 |
`;

test('headings, paragraphs, lists, tables and code are readable without Markdown marks', () => {
  const page = newPage({ width: 60, colour: false, details: true });
  addDocPage(page, markdown);
  const text = page.lines.join('\n');
  expect(text).toContain('\nloss/prompt-in-loss\n\nThe loss covers system text, see the page and labels.\n');
  expect(text).toContain('  - one\n  - two\n  1. first');
  expect(text).toContain(
    '    assistant_only_loss = True   # a long line of code that is never wrapped, because it is there to be copied',
  );
  expect(text).toMatch(/clue {2}weight\n {2}a\/b +5\.2/);
});
