import check from '../../../src/checks/data/foreign-term-answered.ts';
import { examples, invoice, label, many, safety, scored } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions, requests } from '../../support/evidence-builders.ts';

const bill = (at: number) => JSON.stringify({ item: 'ladder', price: at, total: at });
const dose = (at: number) => JSON.stringify({ patient: 'Smith', drug: 'aspirin', strength: at });
const mixed = examples(
  Array.from({ length: 80 }, (_, at) => [`document ${at}`, at % 2 === 0 ? bill(at) : dose(at)] as const),
);

/** Ten bills to read: what was asked about them and what came out. */
function reading(output: (at: number) => string, prompt = 'Read this bill.', task = invoice) {
  const rows = many('row', 10, (at) => ({ output: output(at), target: bill(at), gold: null }));
  return {
    trainExamples: mixed,
    requests: requests(Object.fromEntries(Object.keys(rows).map((id) => [id, prompt]))),
    ...scored(predictions(rows), task),
  };
}
const leaking = (at: number) => JSON.stringify({ item: 'aspirin', price: at, total: at });

/** The same outputs without requests; the evaluation rows' answers begin at a number. */
function unlogged(question: string, from = 0) {
  const { requests: _, ...rest } = reading(leaking);
  const other = Array.from(
    { length: 80 },
    (_row, at) => [`document ${at}`, at % 2 === 0 ? bill(at + 500) : dose(at)] as const,
  );
  const asked = Array.from({ length: 10 }, (_row, at) => [`${question} ${at}`, bill(at + from)] as const);
  return { ...rest, trainExamples: examples(other), evalExamples: examples(asked) };
}

checkTester(check, {
  passes: {
    'nobody logged requests, and the rows that the answers are from name the drug':
      unlogged('Read this bill for Aspirin.'),
    'bills are answered in the words of bills': reading(bill),
    'a bill is answered wrongly, but in its own words': reading(() => bill(99)),
    'the bill itself names the drug': reading(leaking, 'Read this bill for Aspirin.'),
  },
  fails: {
    'nobody logged requests, and the rows that the answers are from say what was asked': {
      given: unlogged('Read this bill.'),
      finds: [{ message: 'leaked', data: { outputs: '10 of 10 outputs', terms: 'aspirin' } }],
    },
    'a bill is answered with a word from prescriptions': {
      given: reading(leaking),
      finds: [{ message: 'leaked', data: { outputs: '10 of 10 outputs', terms: 'aspirin' } }],
    },
    'and with their keys': {
      given: reading(dose),
      finds: [{ message: 'leaked' }],
    },
  },
  unknown: {
    'nobody logged requests, and the answers are to rows that are not there': unlogged('Read this bill.', 1000),
    'no request shows what was asked': { ...reading(leaking), requests: requests({}) },
  },
  notApplicable: {
    'all rows are bills': {
      ...reading(leaking),
      trainExamples: examples(Array.from({ length: 40 }, (_, at) => [`bill ${at}`, bill(at)] as const)),
    },
    'bills leave out the keys that they do not need': {
      ...reading(() => JSON.stringify({ item: 'ladder', price: 1, discount: 2 })),
      trainExamples: examples(
        Array.from({ length: 80 }, (_, at) => {
          const more = at % 2 === 0 ? { discount: 3 } : {};
          return [`bill ${at}`, JSON.stringify({ item: 'ladder', price: at, total: at, ...more })] as const;
        }),
      ),
    },
    'the task is a classification': reading(() => label('safe'), 'Is it safe?', safety),
  },
});
