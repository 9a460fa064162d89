import { invalidQuery, unparsableQuery } from './vendor-error';

/**
 * The vendor's query language: `SELECT *|COUNT(*)|fields FROM Entity [WHERE a op v AND …] [ORDERBY p [ASC|DESC], …]
 * [STARTPOSITION n] [MAXRESULTS n]`. No OR, no joins. Text in single quotes, `\'` for an apostrophe.
 */
export interface Query {
  count: boolean;
  entity: string;
  where: Condition[];
  orderBy: { property: string; descending: boolean }[];
  startPosition: number;
  maxResults: number;
}

type Operator = 'IN' | '=' | '<' | '>' | '<=' | '>=' | 'LIKE';
interface Condition {
  property: string;
  operator: Operator;
  values: string[];
}
type Token = { type: 'word' | 'text' | 'symbol'; value: string };
export type Row = Record<string, unknown>;

const tokenPattern = /\s*(?:'((?:\\[\s\S]|[^'\\])*)'|(<=|>=|[=<>(),*])|([A-Za-z0-9_.+:-]+))/y;

const tokenize = (statement: string): Token[] => {
  const tokens: Token[] = [];
  const end = statement.trimEnd().length;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(statement);
    if (!match)
      throw unparsableQuery(`Encountered " ${statement.slice(at).trim().slice(0, 20)} " at column ${at + 1}.`);
    const [, text, symbol, word] = match;
    if (text !== undefined) tokens.push({ type: 'text', value: text.replace(/\\([\s\S])/g, '$1') });
    else if (symbol !== undefined) tokens.push({ type: 'symbol', value: symbol });
    else tokens.push({ type: 'word', value: word ?? '' });
  }
  return tokens;
};

/** Reads one statement; the vendor's 4000/4001 for what it does not understand. */
export const parseQuery = (statement: string): Query => {
  const tokens = tokenize(statement);
  let at = 0;
  const fail = (): never => {
    const token = tokens[at];
    throw unparsableQuery(token ? `Encountered " ${token.value} " at token ${at + 1}.` : 'Encountered <EOF>.');
  };
  const isWord = (word: string): boolean => {
    const token = tokens[at];
    return token?.type === 'word' && token.value.toUpperCase() === word;
  };
  const takeWord = (word: string): boolean => (isWord(word) ? ((at += 1), true) : false);
  const takeSymbol = (symbol: string): boolean => {
    const token = tokens[at];
    return token?.type === 'symbol' && token.value === symbol ? ((at += 1), true) : false;
  };
  const name = (): string => {
    const token = tokens[at];
    if (token?.type !== 'word') return fail();
    at += 1;
    return token.value;
  };
  const value = (): string => {
    const token = tokens[at];
    if (!token || token.type === 'symbol') return fail();
    at += 1;
    return token.value;
  };

  const projection = (): boolean => {
    if (takeSymbol('*')) return false;
    if (isWord('COUNT') && tokens[at + 1]?.value === '(') {
      at += 2;
      if (!takeSymbol('*') || !takeSymbol(')')) fail();
      return true;
    }
    do name();
    while (takeSymbol(','));
    return false;
  };

  const condition = (): Condition => {
    const property = name();
    if (takeWord('IN')) {
      if (!takeSymbol('(')) fail();
      const values = [value()];
      while (takeSymbol(',')) values.push(value());
      if (!takeSymbol(')')) fail();
      return { property, operator: 'IN', values };
    }
    if (takeWord('LIKE')) return { property, operator: 'LIKE', values: [value()] };
    for (const operator of ['<=', '>=', '=', '<', '>'] as const) {
      if (takeSymbol(operator)) return { property, operator, values: [value()] };
    }
    return fail();
  };

  const number = (least: number, most: number): number => {
    const text = value();
    if (!/^-?\d+$/.test(text)) throw unparsableQuery(`Encountered " ${text} ", expected a number.`);
    const parsed = Number(text);
    if (parsed < least) throw invalidQuery(`value ${text} is too small. Min allowed value is ${least}`);
    if (parsed > most) throw invalidQuery(`value ${text} is too large. Max allowed value is ${most}`);
    return parsed;
  };

  if (!takeWord('SELECT')) fail();
  const count = projection();
  if (!takeWord('FROM')) fail();
  const query: Query = { count, entity: name(), where: [], orderBy: [], startPosition: 1, maxResults: 100 };
  if (takeWord('WHERE')) {
    do query.where.push(condition());
    while (takeWord('AND'));
  }
  if (takeWord('ORDERBY')) {
    do {
      const property = name();
      const descending = takeWord('DESC');
      if (!descending) takeWord('ASC');
      query.orderBy.push({ property, descending });
    } while (takeSymbol(','));
  }
  while (at < tokens.length) {
    if (takeWord('STARTPOSITION')) query.startPosition = number(1, Number.MAX_SAFE_INTEGER);
    else if (takeWord('MAXRESULTS')) query.maxResults = number(1, 1000);
    else fail();
  }
  return query;
};

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

const read = (row: Row, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (isRow(value) ? value[key] : undefined), row);

/** What is compared: a reference by its value (`CustomerRef = '12'`), nothing as an empty text. */
const scalar = (value: unknown): string | number | boolean => {
  const inner = isRow(value) ? value.value : value;
  return typeof inner === 'string' || typeof inner === 'number' || typeof inner === 'boolean' ? inner : '';
};

const asNumber = (value: string | number | boolean): number =>
  typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;

/** Numbers as numbers, times as times, everything else as text in any case. */
const compare = (left: unknown, right: unknown): number => {
  const [a, b] = [scalar(left), scalar(right)];
  const [x, y] = [asNumber(a), asNumber(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  const [s, t] = [String(a), String(b)];
  if (/^\d{4}-\d\d-\d\dT/.test(s) && /^\d{4}-\d\d-\d\d/.test(t)) return Date.parse(s) - Date.parse(t);
  const [ls, lt] = [s.toLowerCase(), t.toLowerCase()];
  return ls < lt ? -1 : ls > lt ? 1 : 0;
};

const like = (value: unknown, pattern: string): boolean => {
  const source = pattern
    .split('%')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'is').test(String(scalar(value)));
};

const holds = (row: Row, { property, operator, values }: Condition): boolean => {
  const value = read(row, property);
  const first = values[0] ?? '';
  switch (operator) {
    case 'IN':
      return values.some((candidate) => compare(value, candidate) === 0);
    case 'LIKE':
      return like(value, first);
    case '=':
      return compare(value, first) === 0;
    case '<':
      return compare(value, first) < 0;
    case '>':
      return compare(value, first) > 0;
    case '<=':
      return compare(value, first) <= 0;
    case '>=':
      return compare(value, first) >= 0;
  }
};

/**
 * Rows a query selects, before paging. `properties` are those the entity has; `list` entities hide inactive rows
 * unless the query names Active. `defaultOrder` is a property.
 */
export const select = (
  rows: Iterable<Row>,
  query: Query,
  entity: { name: string; properties: ReadonlyMap<string, string>; hidesInactive: boolean; defaultOrder: string },
): Row[] => {
  const spelled = (path: string): string => {
    const [head = '', ...rest] = path.split('.');
    const known = entity.properties.get(head.toLowerCase());
    if (!known) throw invalidQuery(`Property ${path} not found for Entity ${entity.name}`);
    return [known, ...rest].join('.');
  };
  const where = query.where.map((condition) => ({ ...condition, property: spelled(condition.property) }));
  const badId = where.find(({ property, operator }) => property === 'Id' && operator !== '=' && operator !== 'IN');
  if (badId) throw invalidQuery(`Operator ${badId.operator} is not supported for property Id`);
  if (entity.hidesInactive && !where.some(({ property }) => property === 'Active')) {
    where.push({ property: 'Active', operator: '=', values: ['true'] });
  }
  const orderBy = query.orderBy.map((order) => ({ ...order, property: spelled(order.property) }));
  if (orderBy.length === 0) orderBy.push({ property: entity.defaultOrder, descending: false });
  return [...rows]
    .filter((row) => where.every((condition) => holds(row, condition)))
    .sort((left, right) => {
      for (const { property, descending } of orderBy) {
        const order = compare(read(left, property), read(right, property));
        if (order !== 0) return descending ? -order : order;
      }
      return compare(left.Id, right.Id);
    });
};
