import { Box, TextButton, Typography } from '@strapi/design-system';
import { Fragment } from 'react';
import { useIntl } from 'react-intl';
import type { ClientCharges } from '../../../../server/src/contracts';
import { LinkState } from '../../components/charges/LinkState';
import { useAmounts } from '../../components/charges/useAmounts';
import { useChargesText } from '../../components/charges/useChargesText';
import { Cells, Heads, Table } from './Heads';
import { Lines } from './Lines';

/** In the address: lines without a client. */
export const NOBODY = '-';

interface ClientsProps {
  clients: ClientCharges[];
  scope: { connectionId: string; period: string; unlinked: boolean };
  /** Id of the client whose lines are shown; empty: of none. */
  openId: string;
  onOpen: (id: string) => void;
}

/** A page of clients with what they cost; a name opens its lines. */
export function Clients({ clients, scope, openId, onOpen }: ClientsProps) {
  const intl = useIntl();
  const text = useChargesText();
  const { sumOf } = useAmounts();
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius style={{ overflowX: 'auto' }}>
      <Table aria-label={text('charges.title')}>
        <Heads columns={['client', 'link', 'count', 'cost', 'total']} />
        <tbody>
          {clients.map(({ customerId, label, links, subscriptions, unlinkedSubscriptions, lines, sums }) => {
            const id = customerId ?? NOBODY;
            const name = label ?? text('charges.noClient');
            const isOpen = id === openId;
            return (
              <Fragment key={id}>
                <tr>
                  <th scope="row">
                    <TextButton aria-expanded={isOpen} onClick={() => onOpen(isOpen ? '' : id)}>
                      {name}
                    </TextButton>
                  </th>
                  <td>
                    {customerId !== null && <LinkState links={links} />}
                    {unlinkedSubscriptions ? (
                      <Typography variant="pi" textColor="neutral600" tag="p">
                        {text('charges.subscriptions', { open: unlinkedSubscriptions, all: subscriptions })}
                      </Typography>
                    ) : null}
                  </td>
                  <Cells values={[intl.formatNumber(lines), sumOf(sums, 'cost'), sumOf(sums, 'total')]} />
                </tr>
                {isOpen && (
                  <tr>
                    <td colSpan={5}>
                      <Lines {...scope} customerId={customerId} name={name} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </Table>
    </Box>
  );
}
