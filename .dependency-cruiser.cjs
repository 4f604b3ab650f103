// Who may import whom (docs/architecture.md). Every rule says to the offender where the code belongs instead.
const layers = {
  lib: [],
  formats: ['lib'],
  'chat-template': ['lib', 'formats'],
  tokenizer: ['lib', 'formats'],
  labels: ['lib', 'formats', 'chat-template', 'tokenizer'],
  adapter: ['lib', 'formats'],
  scoring: ['lib', 'formats'],
  source: ['lib'],
  evidence: ['lib', 'formats', 'chat-template', 'tokenizer', 'labels', 'adapter', 'scoring'],
  gather: ['lib', 'formats', 'chat-template', 'tokenizer', 'labels', 'adapter', 'scoring', 'source', 'evidence'],
  checks: ['lib', 'formats', 'chat-template', 'tokenizer', 'labels', 'adapter', 'scoring', 'evidence'],
  convert: ['lib', 'formats', 'scoring'],
  diff: ['lib', 'formats', 'chat-template', 'tokenizer', 'labels', 'adapter', 'scoring', 'evidence'],
  lock: ['lib', 'formats', 'chat-template', 'tokenizer', 'labels', 'adapter', 'scoring', 'evidence'],
  causes: ['lib', 'checks'],
  report: ['lib', 'scoring', 'evidence', 'checks', 'causes'],
  render: ['lib', 'report', 'convert', 'generated'],
  generated: [],
};

const sentences = {
  lib: 'lib holds leaf helpers: what needs another layer belongs to that layer.',
  formats: 'formats turn bytes into validated values and know nothing of runs: opinions belong in evidence or checks.',
  'chat-template': 'the template engine is pure: what it needs to know is an argument.',
  tokenizer: 'the tokenizer engine is pure: what it needs to know is an argument.',
  labels: 'the label engine stands on the template and tokenizer engines only.',
  adapter: 'the adapter engine is pure arithmetic on tensors it is handed: reading files belongs in gather.',
  scoring: 'scoring judges text it is handed: reading predictions belongs in gather, verdicts in checks.',
  source: 'sources list and read bytes: what the bytes mean belongs in formats and gather.',
  evidence: 'evidence is what is known: reading belongs in gather, judging in checks.',
  gather: 'gather turns files into facts: judging belongs in checks, derived facts in evidence/derive.',
  checks: 'a check reads evidence and says one thing: shared computation belongs in evidence/views or an engine.',
  convert: 'convert turns rows into rows: reading and writing them belongs to the caller.',
  diff: 'diff compares two sides it is handed: reading them belongs in gather, what it says of a run in checks.',
  lock: 'a lock is derived from evidence: reading files belongs in gather, printing in render.',
  causes: 'causes are data over check ids: what they need to know must be said by a check.',
  report: 'the report collects what was judged: new judgements belong in checks or causes, looks in render.',
  render: 'renderers see the report and nothing else: what they lack must become a field of the report.',
  generated: 'generated files import nothing.',
};

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  name: `${layer}-imports`,
  comment: sentences[layer],
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: [`^src/${layer}/`, ...allowed.map((name) => `^src/${name}/`)] },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one thing or lack a third: move what both need into a file below them.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'checks-stand-alone',
      comment: 'Checks never import each other: what two of them need belongs in evidence/views.',
      severity: 'error',
      from: { path: '^src/checks/([^/]+)/([^/]+)\\.ts$' },
      to: { path: '^src/checks/[^/]+/', pathNot: '^src/checks/$1/$2\\.ts$' },
    },
    {
      name: 'causes-see-check-types-only',
      comment:
        'A cause knows check ids and outcomes, not how a check works: import types from checks, nothing that runs.',
      severity: 'error',
      from: { path: '^src/causes/' },
      to: { path: '^src/checks/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'files-only-in-source',
      comment:
        'Only source/directory, the CLI and the opening functions touch the machine: everything else must run in a browser.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/source/directory', '^src/cli/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nothing-imports-index',
      comment: 'index.ts is for users of the library: inside src import the file itself.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'nobody-imports-cli',
      comment: 'The CLI prints and exits: what others need of it belongs in render or lib.',
      severity: 'error',
      from: { path: '^(src|web)/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'cli-imports',
      comment: 'The CLI calls the pipeline and the renderers: reading and judging belong below check-run.ts.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/(formats|gather|evidence|chat-template|tokenizer|labels|adapter|scoring)/' },
    },
    {
      name: 'web-imports',
      comment:
        "The viewer sees the report and shares the renderers' words for it: everything it shows must be in the report.",
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/', pathNot: ['^src/report/(labels-)?report\\.ts$', '^src/render/', '^src/lib/'] },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file: remove it, or put it where it is used.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '^src/index\\.ts$',
          '^src/cli/main\\.ts$',
          '^src/cli/(labels|merge)-worker\\.ts$',
          '^web/viewer/main\\.ts$',
        ],
      },
      to: {},
    },
    {
      name: 'declared-dependencies',
      comment: 'What the product imports must be in dependencies of package.json, not only installed by chance.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'unknown', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs'], conditionNames: ['import', 'node', 'default'] },
  },
};
