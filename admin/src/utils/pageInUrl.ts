/** Page and page size as they stand in the address; what is no whole number from 1 on counts as the first page of 25. */
export const pageInUrl = ({ page, pageSize }: { page: string | null; pageSize: string | null }) => ({
  page: wholeNumber(page, 1),
  pageSize: Math.min(wholeNumber(pageSize, 25), 100),
});

function wholeNumber(text: string | null, fallback: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 ? number : fallback;
}
