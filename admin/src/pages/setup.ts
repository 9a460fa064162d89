/** What is opened to connect a system and to change how: loaded together. */
export { default as Connect } from './Connect';
export { default as ConnectionSettings } from './ConnectionSettings';
export { default as OAuthCallback } from './OAuthCallback';
