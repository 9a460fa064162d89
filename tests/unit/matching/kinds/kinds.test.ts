import { catalogue } from './catalogue';
import { customers } from './customers';
import { type Kind, outcomeOf } from './kind';
import { languages } from './languages';
import { people } from './people';
import { prices } from './prices';
import { services } from './services';
import { sets } from './sets';

const check = (kind: Kind) => (): void => {
  const { wrong, found, suggested, missed } = outcomeOf(kind);
  const least = { found: kind.least, suggested: kind.leastSuggested ?? 0.9 };
  expect({ wrong, missed: found < least.found ? missed : [], isFound: found >= least.found }).toEqual({
    wrong: [],
    missed: [],
    isFound: true,
  });
  expect(suggested).toBeGreaterThanOrEqual(least.suggested);
};

describe.each([
  ['catalogues', catalogue],
  ['prices', prices],
  ['services', services],
  ['customers', customers],
  ['people', people],
  ['languages', languages],
  ['lists', sets],
])('%s', (_, kinds: readonly Kind[]) => {
  for (const kind of kinds) {
    if (kind.failing) it.failing(`${kind.what} (${kind.failing})`, check(kind));
    else it(kind.what, check(kind));
  }
});
