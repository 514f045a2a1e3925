// Makes the screenshots in docs/ from the demo city of a fixed day: scripts/screenshots.sh.
import base from './playwright.config';

export default { ...base, testDir: 'screenshots', projects: [{ name: 'docs' }] };
