/** A file as the part `file` of a multipart form, as the endpoints take it. */
export function fileBody(file: File): FormData {
  const body = new FormData();
  body.append('file', file, file.name);
  return body;
}
