/** Short pages that are loaded together: chunks of their own would be larger than what they hold. */
export { default as Activity } from './Activity';
export { default as Attention } from './Attention';
export { default as Charges } from './Charges';
export { default as Mappings } from './Mappings';
export { default as RestorePoints } from './RestorePoints';
export { default as Trends } from './Trends';
