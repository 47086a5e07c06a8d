/**
 * What stands in the program for `callsites`: by it the checks of Crawlee's and got-scraping's options look up, in the source file
 * and at each request, what a value was called there, for a message that our options never give cause to.
 */
export default function callsites(): readonly never[] {
  return [];
}
