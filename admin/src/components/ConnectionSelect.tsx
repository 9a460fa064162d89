import { Box, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import type { Connection } from '../../../server/src/contracts';

const ALL = 'all';

interface ConnectionSelectProps {
  label: string;
  connections: ReadonlyArray<Pick<Connection, 'id' | 'name'>>;
  /** Id of the chosen one; empty: all. */
  value: string;
  /** Text of the choice of all; absent where one must be chosen. */
  all?: string;
  onChange: (id: string) => void;
}

/** Whose records a page shows. */
export function ConnectionSelect({ label, connections, value, all, onChange }: ConnectionSelectProps) {
  return (
    <Box width="28rem" maxWidth="100%">
      <SingleSelect
        aria-label={label}
        value={value || ALL}
        onChange={(chosen) => onChange(chosen === ALL ? '' : String(chosen))}
      >
        {[
          ...(all === undefined
            ? []
            : [
                <SingleSelectOption key={ALL} value={ALL}>
                  {all}
                </SingleSelectOption>,
              ]),
          ...connections.map(({ id, name }) => (
            <SingleSelectOption key={id} value={id}>
              {name}
            </SingleSelectOption>
          )),
        ]}
      </SingleSelect>
    </Box>
  );
}
