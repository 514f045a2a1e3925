// Files: the template out and in again, ten thousand rows with progress and preview, refused rows mended, a mapping made on
// screen, exports; and all but the mapping without JavaScript.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { workbook } from '../workbook';

test.use({ ownServer: true });

const header = 'item,measure,period,supplier,consumer,quantity,note\n';

async function enter(page: Page, role: string, js = true): Promise<void> {
  await page.goto('/sign-in?next=/files');
  await page.locator(`form[action="/session/demo"] button[value="${role}"]`).click();
  await expect(page.getByRole('heading', { level: 1, name: '文件' })).toBeVisible();
  if (js) await page.locator('html[data-live]').waitFor();
}

async function upload(page: Page, name: string, bytes: string | Buffer): Promise<void> {
  await page.locator('.upload input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(bytes) });
  await page.locator('.upload').getByRole('button', { name: '预览' }).click();
}

async function importFigures(page: Page, count: string): Promise<void> {
  await page.getByLabel('原因').fill('补报');
  await page.getByRole('button', { name: `导入 ${count} 个数` }).click();
}

const tab = (page: Page, name: string) => page.locator('.upload .tab', { hasText: name });

test('a template goes out and comes in again', async ({ page }) => {
  await enter(page, 'enterprise_clerk');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载模板' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('填报模板-2026-11-23.xlsx');
  const template = readFileSync(await file.path());
  await upload(page, 'template.xlsx', template);
  await expect(tab(page, '新增')).toContainText('0');
  await expect(page.getByText(/行没有填写，已跳过/)).toBeVisible();
  await expect(page.getByText('没有可写入的数。')).toBeVisible();
  // Filled in, as a person would.
  const rows = workbook.read(template);
  const heads = rows[0]!;
  const first = rows.findIndex((row) => row[1] === '需求' && row[2] === '2026-11-24');
  rows[first]![5] = '9321.5';
  await upload(page, 'filled.xlsx', workbook.write([heads, ...rows.slice(1)]));
  const changed = tab(page, '变更').or(tab(page, '新增'));
  await expect(changed.filter({ hasText: '1' }).first()).toBeVisible();
  await importFigures(page, '1');
  await expect(page.getByText('写入 1 个数')).toBeVisible();
});

test('ten thousand rows are sent, previewed and imported', async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, 'office_officer');
  const rows = [['item', 'measure', 'period', 'supplier', 'consumer', 'quantity', 'note']];
  for (let n = 0; n < 10_000; n++) {
    const party = `ZZ-PLANT-${String((n % 8) + 1).padStart(2, '0')}`;
    const day = new Date(Date.UTC(2021, 0, 1 + Math.floor(n / 8))).toISOString().slice(0, 10);
    rows.push(['coal.thermal', 'used', day, '', party, String(1000 + (n % 700)), '']);
  }
  await page.locator('.upload input[type=file]').setInputFiles({ name: 'large.xlsx', mimeType: '', buffer: workbook.write(rows) });
  const seen = page.locator('.upload progress').waitFor();
  await page.locator('.upload').getByRole('button', { name: '预览' }).click();
  await seen;
  await expect(tab(page, '新增')).toContainText('10,000', { timeout: 90_000 });
  await importFigures(page, '10,000');
  await expect(page.getByText('写入 10,000 个数')).toBeVisible({ timeout: 90_000 });
});

test('refused rows come back, are mended and imported', async ({ page }) => {
  await enter(page, 'enterprise_clerk');
  const rows = [
    ['品种', '指标', '时期', '需求单位', '数量', '备注'],
    ['电煤', '实际消耗', '2026-11-21', 'ZZ-PLANT-01', '8001', ''],
    ['电煤', '实际消耗', '2026-11-22', 'ZZ-PLANT-01', '很多', ''],
    ['电煤', '实际消耗', '2026-11-22', 'ZZ-PLANT-02', '8003', ''],
  ];
  await upload(page, '日报.xlsx', workbook.write(rows));
  await expect(tab(page, '退回')).toContainText('2');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const refused = page.locator('.preview-table.refused:visible');
  await expect(refused).toContainText('E3');
  await expect(refused).toContainText('不是数字');
  await expect(refused).toContainText('不由本单位填报');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载退回的行' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('日报-退回.xlsx');
  await page.getByLabel(/导入没有问题的行/).check();
  await importFigures(page, '1');
  await expect(page.getByText('写入 1 个数')).toBeVisible();
  const back = workbook.read(readFileSync(await file.path()));
  expect(back[0]).toContain('退回原因 / reason');
  expect(back).toHaveLength(3);
  const mended = [back[0]!, back[1]!.map((cell) => (cell === '很多' ? '8002' : cell))];
  await upload(page, '改好.xlsx', workbook.write(mended));
  await importFigures(page, '1');
  await expect(page.getByText('写入 1 个数')).toBeVisible();
  await expect(page.locator('.report-done')).toContainText('改好.xlsx');
});

test('what somebody else changed in between is not overwritten', async ({ page, server }) => {
  await enter(page, 'enterprise_clerk');
  await upload(page, 'a.csv', `${header}coal.thermal,used,2026-11-22,,ZZ-PLANT-01,7001,\n`);
  await expect(page.getByRole('button', { name: '导入 1 个数' })).toBeVisible();
  const program = process.env.BAOGONG_BIN ?? '../target/debug/baogong';
  const input = `${server.database}.csv`;
  execFileSync('sh', ['-c', `printf '%s' "$0" > "$1"`, `${header}coal.thermal,used,2026-11-22,,ZZ-PLANT-01,7002,\n`, input]);
  execFileSync(program, ['import', input, '--database', `sqlite:${server.database}`, '--today', '2026-11-23']);
  await importFigures(page, '1');
  await expect(page.getByText('没有写入任何数。')).toBeVisible();
  await expect(page.locator('.said')).toContainText('改成了 7002.000');
});

test('a mapping is made on screen, tried, kept and used', async ({ page }) => {
  await enter(page, 'enterprise_clerk');
  const sheet = '日期,班次,耗煤(万吨),存煤(万吨)\n2026-11-21,全天,0.81,12.5\n2026-11-22,全天,0.79,12\n';
  await page.getByRole('button', { name: '新建' }).click();
  const editor = page.locator('.mapping-editor');
  await editor.locator('input[type=file]').setInputFiles({ name: '生产日报.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
  await editor.getByRole('button', { name: '读取列' }).click();
  // The dates are seen by themselves.
  await expect(editor.getByLabel('日期: 含义')).toHaveValue('period');
  for (const [heading, measure] of [['耗煤(万吨)', '实际消耗'], ['存煤(万吨)', '库存']]) {
    await editor.getByLabel(`${heading}: 含义`).selectOption('figure');
    await editor.getByLabel(`${heading}: 品种`).selectOption('coal.thermal');
    await editor.getByLabel(`${heading}: 指标`).selectOption({ label: measure! });
    await editor.getByLabel(`${heading}: 乘以`).fill('10000');
  }
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await editor.getByRole('button', { name: '试读样表' }).click();
  await expect(editor.locator('.preview-tabs')).toContainText('变更 4');
  await editor.getByLabel('名称').fill('生产日报');
  await editor.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存为“生产日报”')).toBeVisible();
  await page.locator('.upload select').selectOption({ label: '生产日报' });
  await upload(page, '生产日报.csv', sheet);
  await importFigures(page, '4');
  await expect(page.getByText('写入 4 个数')).toBeVisible();
});

test('tables are taken away', async ({ page }) => {
  await enter(page, 'office_officer');
  await page.goto('/');
  for (const name of ['把预警导出为 XLSX', '把各品种供需平衡导出为 CSV']) {
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name }).click();
    expect((await download).suggestedFilename()).toMatch(/^(预警|供需总览)-2026-11-23\.(xlsx|csv)$/);
  }
});

test('a file is previewed and imported without JavaScript', { tag: '@no-js' }, async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, 'with JavaScript the other tests say it');
  await enter(page, 'enterprise_clerk', false);
  const file = { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(`${header}coal.thermal,used,2026-11-22,,ZZ-PLANT-01,7001,\n`) };
  await page.locator('.upload input[type=file]').setInputFiles(file);
  await page.locator('.upload').getByRole('button', { name: '预览' }).click();
  await expect(page.getByText('预览：a.csv')).toBeVisible();
  await page.locator('.upload input[type=file]').setInputFiles(file);
  await importFigures(page, '1');
  await expect(page.getByText('写入 1 个数')).toBeVisible();
});
