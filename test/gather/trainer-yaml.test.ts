import { expect, it } from 'vitest';
import { folderAt, openTree } from '../../src/gather/folder.ts';
import { gatherTrainerYaml } from '../../src/gather/trainer-yaml.ts';
import { memoryFiles } from '../../src/source/memory.ts';

it('finds settings at the top of both folders, and takes what is no YAML for no damage', async () => {
  const tree = await openTree(
    memoryFiles({
      'sft.yaml': 'max_length: 512\nlora_target_modules: [q_proj]\n',
      'lockstep.yaml': 'run: run\n',
      'broken.yml': 'a: [1',
      'notes/other.yaml': 'max_length: 1\n',
      'run/config.yaml': 'packing: true\n',
    }),
    '',
  );
  const gathered = await gatherTrainerYaml(folderAt(tree, ''), folderAt(tree, 'run'));
  expect(gathered).toMatchObject({
    state: 'found',
    value: {
      files: [
        { path: 'sft.yaml', settings: { max_length: { value: 512, path: 'sft.yaml' } } },
        { path: 'run/config.yaml', settings: { packing: { value: true } } },
      ],
    },
  });
});
