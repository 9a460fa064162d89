import { useServerText } from '../hooks/useServerText';

interface ServerTextProps {
  message: string;
  /** Absent: the message is somebody else's own words. */
  words?: unknown;
}

/** What the server says, in the reader's language. */
export function ServerText({ message, words }: ServerTextProps) {
  return <>{useServerText()(message, words)}</>;
}
