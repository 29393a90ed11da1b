// What one writes with the vendor's SDK: so many runs at once, and nothing is
// kept. pollInterval is the SDK's own option, in seconds (1 by default): it
// looks at once after the submit, and pauses only when there is no answer yet.
import { readFileSync } from 'node:fs';
import pLimit from 'p-limit';
import wavespeed from 'wavespeed';

const [file, images, atOnce] = process.argv.slice(2);
const { model, inputs } = JSON.parse(readFileSync(file, 'utf8'));
const client = new wavespeed.Client(process.env.WAVESPEED_API_KEY, { baseUrl: process.env.WAVESPEED_BASE_URL });
const limit = pLimit(Number(atOnce));

await Promise.all(Array.from({ length: Number(images) }, (_, i) => limit(async () => {
	const image = `https://example.com/pictures/${i + 1}.jpg`;
	const { outputs } = await client.run(model, { ...inputs, image }, { pollInterval: 0.01 });
	if (outputs.length !== 1) throw new Error(`${image} has ${outputs.length} outputs`);
})));
