import check from '../../../src/checks/render/template-places-disagree.ts';
import { checkTester } from '../../support/check-tester.ts';
import { chatmlTemplate, templatePlace } from '../../support/evidence-builders.ts';

const stale = chatmlTemplate.replace('assistant', 'model');
const jinja = templatePlace('run', chatmlTemplate);

checkTester(check, {
  passes: {
    'one place': { templates: { places: [jinja] } },
    'two places with the same text': {
      templates: { places: [jinja, templatePlace('run', chatmlTemplate, 'tokenizer_config.json')] },
    },
    'two places that differ in a last newline': {
      templates: { places: [jinja, templatePlace('run', `${chatmlTemplate}\n`, 'tokenizer_config.json')] },
    },
    'two spellings that render the same': {
      templates: {
        places: [jinja, templatePlace('run', `{# respelt #}${chatmlTemplate}`, 'tokenizer_config.json')],
      },
    },
    'two folders may differ from each other': { templates: { places: [jinja, templatePlace('base', stale)] } },
    'a named template beside the default one': {
      templates: { places: [jinja, templatePlace('run', stale, 'additional_chat_templates', 'tool_use')] },
    },
  },
  fails: {
    'a copy that does not compile': {
      given: { templates: { places: [jinja, templatePlace('run', '{% if %}', 'chat_template.json')] } },
      finds: [{ message: 'unrendered', data: { second: 'run/chat_template.json' } }],
    },
    'a stale copy in tokenizer_config.json': {
      given: { templates: { places: [jinja, templatePlace('run', stale, 'tokenizer_config.json')] } },
      finds: [{ message: 'differ', data: { first: 'run/chat_template.jinja', second: 'run/tokenizer_config.json' } }],
    },
    'a stale copy in the served folder only': {
      given: {
        templates: {
          places: [
            jinja,
            templatePlace('served', chatmlTemplate),
            templatePlace('served', stale, 'tokenizer_config.json'),
          ],
        },
      },
      finds: [
        { message: 'differ', data: { first: 'merged/chat_template.jinja', second: 'merged/tokenizer_config.json' } },
      ],
    },
  },
});
