const word = 'the same word';
const unit = 'the sign of a unit';
const preposition = 'the same preposition';

/**
 * Texts that a translation has in common with English on purpose, with the reason, for every language or for one.
 * Anything else that is the same counts as not translated.
 */
export const sameOnPurpose: Record<string, Record<string, string>> = {
  every: {
    Crosswalk: 'a name',
    SKU: 'a word of the trade',
    Strapi: 'a name',
    Webhooks: 'a word of the trade',
  },
  de: {
    Barcode: word,
    Details: word,
    Domain: word,
    Name: word,
    Region: word,
    System: word,
    Website: word,
    'In Strapi': preposition,
    'In {connection}': preposition,
    'Name in Strapi': preposition,
    '{id} in {connection}': preposition,
    '{label} in {connection}': preposition,
    '{mapping} in {connection}': preposition,
    '{mapping}, in Strapi': preposition,
    '{name} in Strapi': preposition,
    '{recordType} {id} in {connection}': preposition,
    '{recordType} {id}, in {connection}': preposition,
    '{type} in {system}': preposition,
  },
  fr: {
    '{seconds, number} s': unit,
    Client: word,
    Contact: word,
    Description: word,
    'E-mail': word,
    Parent: word,
    Score: word,
    Source: word,
    Total: word,
    version: word,
    '{number}, client': word,
    '{count, plural, one {# minute} other {# minutes}}': word,
  },
  pt: {
    '{seconds, number} s': unit,
    'E-mail': word,
    Id: word,
    Total: word,
  },
  es: {
    '{seconds, number} s': unit,
    General: word,
    Id: word,
    No: word,
    Total: word,
  },
};
