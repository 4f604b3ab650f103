import type { DataReport } from '../../report/data-report.ts';
import { countText } from '../count-text.ts';
import { percentText } from '../percent-text.ts';
import { cells, scoreTable } from '../score/cells.ts';
import { pWords } from '../score/figure-words.ts';
import type { ScoreSection, ScoreTable } from '../score/score-view.ts';
import { firstRows } from './first-rows.ts';

type Health = DataReport['health'];

/** The answers of the training rows: classes, their spellings, empty fields, places of options. */
export function answerSection({ health, training }: DataReport): ScoreSection | undefined {
  const tables = [...classTables(health), ...surfaceTables(health), ...nullTables(health), ...optionTables(health)];
  if (tables.length === 0) return undefined;
  const { balance } = health;
  const without = balance === null ? 0 : training.answered - balance.n;
  return {
    id: 'answers',
    title: 'Answers',
    lead: 'What the training rows teach to answer.',
    tables,
    notes: [
      ...majorityNotes(balance),
      ...(without > 0 ? [`${countText(without)} of ${countText(training.answered)} answers give no class.`] : []),
      ...optionNotes(health),
    ],
  };
}

function classTables({ balance }: Health): ScoreTable[] {
  if (balance === null || balance.n === 0) return [];
  const rows = balance.classes.map((one) => [
    cells.text(one.class),
    cells.fault(one.share, one.rows.ids),
    cells.text(firstRows(one.rows.ids, one.rows.count)),
  ]);
  return [scoreTable('Classes', ['class', '#rows', 'first'], rows)];
}

function majorityNotes(balance: Health['balance']): string[] {
  const { majority, constantAnswer } = balance ?? {};
  if (!majority || !constantAnswer) return [];
  const { accuracy, balancedAccuracy, macroF1 } = constantAnswer;
  return [
    `Always answering ${majority.class} scores accuracy ${percentText(accuracy)}, balanced accuracy ${percentText(balancedAccuracy)}, macro F1 ${macroF1.toFixed(3)} and MCC 0 on rows like these.`,
  ];
}

function surfaceTables({ surfaces }: Health): ScoreTable[] {
  const varied = (surfaces ?? []).filter((one) => one.surfaces.length > 1);
  if (varied.length === 0) return [];
  const rows = varied.flatMap((one) =>
    one.surfaces.map(({ surface, share, rows: behind }) => [
      cells.text(one.class),
      cells.text(JSON.stringify(surface)),
      cells.fault(share, behind.ids),
      cells.text(firstRows(behind.ids, behind.count)),
    ]),
  );
  return [
    {
      ...scoreTable('Spellings', ['class', 'written as', '#rows', 'first'], rows),
      lead: 'Classes that are written in more than one way.',
    },
  ];
}

function nullTables({ nulls }: Health): ScoreTable[] {
  if (nulls === null || nulls.length === 0) return [];
  const rows = nulls.map(({ field, empty, rows: behind }) => [
    cells.text(field),
    cells.fault(empty, behind.ids),
    cells.text(firstRows(behind.ids, behind.count)),
  ]);
  return [
    {
      ...scoreTable('Empty fields', ['field', '#empty', 'first'], rows),
      lead: 'Right answers without a value: null, an empty text, or no such key.',
    },
  ];
}

function optionTables({ options, chosenOptions }: Health): ScoreTable[] {
  return [
    ...(options === null
      ? []
      : [
          scoreTable(
            'Place of the right option in training rows',
            ['place', '#right here', 'first'],
            options.positions.map(({ right, rows }, at) => [
              cells.text(String(at + 1)),
              cells.fault(right, rows.ids),
              cells.text(firstRows(rows.ids, rows.count)),
            ]),
          ),
        ]),
    ...(chosenOptions === null
      ? []
      : [
          scoreTable(
            'Place of options in evaluation rows',
            ['place', '#right here', '#chosen', '#recall'],
            chosenOptions.positions.map(({ right, chosen, recall, rows }, at) => [
              cells.text(String(at + 1)),
              cells.fault(right, rows.ids),
              cells.fault(chosen),
              cells.fault(recall),
            ]),
          ),
        ]),
  ];
}

function optionNotes({ options, chosenOptions }: Health): string[] {
  const notes: string[] = [];
  if (options !== null && options.p !== null)
    notes.push(`That right options stand equally often at every place: ${pWords(options.p)} (chi-square).`);
  const spread = chosenOptions?.recallSpread;
  if (spread !== null && spread !== undefined)
    notes.push(`Standard deviation of the recalls by place: ${spread.toFixed(3)} (0: the place does not matter).`);
  return notes;
}
