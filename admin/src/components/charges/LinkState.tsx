import { Link as TextLink } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { ClientCharges } from '../../../../server/src/contracts';
import { BASE_PATH } from '../../pluginId';
import { StateTag } from '../StateTag';
import { useChargesText } from './useChargesText';

/** The local records that something is linked with, each with the way to its link. */
export function LinkState({ links }: Pick<ClientCharges, 'links'>) {
  const text = useChargesText();
  if (links.length === 0) return <StateTag tone="warning">{text('charges.notLinked')}</StateTag>;
  return links.map(({ id, label }) => (
    <div key={id}>
      {label === null ? (
        text('charges.linked')
      ) : (
        <TextLink tag={Link} to={`${BASE_PATH}/mappings?link=${id}`}>
          {label}
        </TextLink>
      )}
    </div>
  ));
}
