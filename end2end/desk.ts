// What the specs of the reporting desk have in common: cells by row and column, the clipboard, and what is on the server.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

/** When the browser has taken the page over. */
export async function openDesk(page: Page, address = '/desk'): Promise<void> {
  await page.goto(address);
  await expect(page.locator('html')).toHaveAttribute('data-live', '');
}

/** The row of an item's measure; without a counterpart, the one that names none. */
export function row(page: Page, item: string, measure: string, counterpart = ''): Locator {
  // The rows of an item follow its group row.
  return page.locator(`xpath=//table[@role="grid"]//tr[not(@class="group")][
    preceding-sibling::tr[@class="group"][1]//span[starts-with(normalize-space(.), "${item} ")]
    and normalize-space(th/span[@class="row-title"]) = "${measure}"
    and normalize-space(string(th/span[@class="row-detail"])) = "${counterpart}"]`);
}

/** A cell by the head of its column, such as `11月24日`. */
export async function cellOf(page: Page, row: Locator, day: string): Promise<Locator> {
  const heads = await page.locator('table[role=grid] thead th').allInnerTexts();
  const column = heads.findIndex((head) => head.startsWith(day));
  expect(column, `a column ${day} among ${heads.join(', ')}`).toBeGreaterThan(0);
  return row.getByRole('gridcell').nth(column - 1);
}

/** Puts a text on the clipboard and pastes it where the focus is. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press('Control+V');
}

/** Types a number into a cell and goes on by Enter. */
export async function typeInto(page: Page, cell: Locator, text: string): Promise<void> {
  await cell.click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** What waits in the browser's storage: keys and how many edits each holds. */
export function waiting(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() =>
    Object.fromEntries(
      Object.keys(localStorage)
        .filter((key) => key.startsWith('baogong.waiting.'))
        .map((key) => [key, (JSON.parse(localStorage.getItem(key)!) as { edits: unknown[] }).edits.length]),
    ),
  );
}

/** Nothing that a reader's software would stumble over. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3)}`)).toEqual([]);
}
