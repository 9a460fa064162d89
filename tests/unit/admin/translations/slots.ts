import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';

/**
 * What a text is filled in with, one entry each: `{name}`, `{count, number}`, `{count} =0`, `{way, select, all other}`,
 * `<b>`. A translation has the same ones. A number may be a plural in another language and the other way round.
 * Throws for a text that is no ICU message, and for plural forms that the language lacks or that it needs.
 */
export function slotsOf(text: string, language: string): string[] {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  const slots = new Set<string>();
  visit(elementsOf(text), (element) => {
    switch (element.type) {
      case TYPE.argument:
        slots.add(`{${element.value}}`);
        break;
      case TYPE.number:
        slots.add(`{${element.value}, number}`);
        break;
      case TYPE.date:
      case TYPE.time:
        slots.add(`{${element.value}, ${TYPE[element.type]}}`);
        break;
      case TYPE.plural: {
        slots.add(`{${element.value}, number}`);
        const forms = Object.keys(element.options);
        for (const form of forms)
          if (form.startsWith('=')) slots.add(`{${element.value}} ${form}`);
          else if (!pluralCategories.includes(form as Intl.LDMLPluralRule))
            throw new Error(`${language} has no plural form “${form}”: ${text}`);
        break;
      }
      case TYPE.select:
        slots.add(`{${element.value}, select, ${Object.keys(element.options).sort().join(' ')}}`);
        break;
      case TYPE.tag:
        slots.add(`<${element.value}>`);
        break;
      default:
    }
  });
  return [...slots].sort();
}

/** The letters of a text without what it is filled in with; empty where there is nothing to translate. */
export function wordsOf(text: string): string {
  let words = '';
  visit(elementsOf(text), (element) => {
    if (element.type === TYPE.literal) words += element.value.replace(/[^\p{L}]+/gu, '');
  });
  return words;
}

function elementsOf(text: string): MessageFormatElement[] {
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}: ${text}`);
  }
}

function visit(elements: readonly MessageFormatElement[], act: (element: MessageFormatElement) => void): void {
  for (const element of elements) {
    act(element);
    if (element.type === TYPE.plural || element.type === TYPE.select)
      for (const { value } of Object.values(element.options)) visit(value, act);
    if (element.type === TYPE.tag) visit(element.children, act);
  }
}
