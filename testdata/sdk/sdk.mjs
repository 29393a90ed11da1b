// What a program does with the vendor's SDK, against emulators whose addresses
// are in the environment. See run.sh, which copies this file to where the SDK
// is installed.
import assert from 'node:assert/strict';
import wavespeed from 'wavespeed';

const minicpm = 'wavespeed-ai/minicpm-v/image';
const anyLLM = 'wavespeed-ai/any-llm/vision';
const version = process.argv[2];
const old = version.startsWith('0.2.');
const fast = { pollInterval: 0.05 };
const id = /^[0-9a-f]{32}$/;

const client = (root, key = 'sdk-key') => new wavespeed.Client(key, { baseUrl: root, retryInterval: 0.01, maxConnectionRetries: 50 });
const stats = async (root) => (await fetch(root + '/emulator/stats')).json();
const { CALM, FAILING, HURRIED, FLAKY, QUEUEING, ODD, PICTURE } = process.env;

// upload gives the file to the emulator, and a URL that models can see.
async function upload(root) {
	const url = await client(root).upload(PICTURE);
	assert.ok(url.startsWith(root + '/'), `the upload is at ${url}`);
	const got = await fetch(url);
	assert.equal(got.headers.get('content-type'), 'image/jpeg');
	return url;
}

// say asserts that outputs are one caption of the emulator's.
function say(outputs) {
	assert.equal(outputs.length, 1);
	assert.match(outputs[0], /^\[emulated\] .* picture in /);
}

const tests = {
	async 'upload and run minicpm-v'() {
		const output = await client(CALM).run(minicpm, { image: await upload(CALM), custom_prompt: 'What is it?' }, fast);
		say(output.outputs);
	},

	async 'run any-llm'() {
		const image = await upload(CALM);
		const output = await client(CALM).run(anyLLM, { prompt: 'Compare.', images: [image, image], model: 'openai/gpt-4o' }, fast);
		assert.match(output.outputs[0], /^\[emulated\] First: .* Second: /);
	},

	async 'sync mode'() {
		const input = { image: await upload(CALM) };
		say((await client(CALM).run(minicpm, input, { enableSyncMode: true })).outputs);
		const told = await client(CALM).runNoThrow(minicpm, input, { enableSyncMode: true });
		say(told.outputs);
		assert.match(told.detail.taskId, id);
		assert.match(told.detail.createdAt, /^\d{4}-\d\d-\d\dT.*Z$/);
	},

	async 'nothing was refused, and nothing sent that models do not know'() {
		const counts = await stats(CALM);
		assert.deepEqual(counts.refused, {});
		assert.equal(counts.dropped_keys, 0);
		assert.equal(counts.accepted, 4);
	},

	// The emulator knows both ways; each version has one of them.
	async 'pictures came by ticket or in a form'() {
		const counts = await stats(CALM);
		const ways = [counts.puts, counts.multipart_uploads, counts.key_leaks];
		assert.deepEqual(ways, old ? [0, 3, 0] : [3, 0, 0]);
	},

	async 'a task that fails'() {
		const input = { image: await upload(FAILING) };
		for (const enableSyncMode of [false, true]) {
			await assert.rejects(client(FAILING).run(minicpm, input, { ...fast, enableSyncMode }), /task_id: [0-9a-f]{32}\): Task execution failed\./);
			const told = await client(FAILING).runNoThrow(minicpm, input, { ...fast, enableSyncMode });
			assert.equal(told.outputs, null);
			assert.equal(told.detail.status, 'failed');
			assert.match(told.detail.taskId, id);
			assert.match(String(told.detail.error), /Task execution failed/);
		}
	},

	async 'sync mode that times out'() {
		await assert.rejects(client(HURRIED).run(minicpm, { image: await upload(HURRIED) }, { enableSyncMode: true }),
			/Sync mode timed out after 90 seconds\. The prediction is still processing asynchronously\./);
		assert.equal((await stats(HURRIED)).accepted, 1);
	},

	async 'a wrong parameter and a wrong key'() {
		await assert.rejects(client(CALM).run(minicpm, { seed: 1 }, fast), /HTTP 400: .*property \\"image\\" is missing/);
		await assert.rejects(client(CALM).run('nobody/knows', {}, fast), /HTTP 404: .*model not found/);
		await assert.rejects(client(CALM, 'another').run(minicpm, { image: 'u' }, fast), /HTTP 401: .*invalid authentication/);
	},

	async 'many at once, in a queue'() {
		const input = { image: await upload(QUEUEING) };
		const all = await Promise.all(Array.from({ length: 4 }, () => client(QUEUEING).run(minicpm, input, fast)));
		all.forEach((output) => say(output.outputs));
		const counts = await stats(QUEUEING);
		assert.deepEqual([counts.accepted, counts.peak_in_flight, counts.refused], [4, 1, {}]);
	},

	async 'other readings of the API'() {
		const image = await upload(ODD);
		say((await client(ODD).run(minicpm, { image }, fast)).outputs);
		say((await client(ODD).run(minicpm, { image }, { enableSyncMode: true })).outputs);
	},
};

// Versions before 0.3 give up at the first error of a look.
if (!old) {
	tests['looks that err'] = async () => {
		const input = { image: await upload(FLAKY) };
		const all = await Promise.all(Array.from({ length: 8 }, () => client(FLAKY).run(minicpm, input, fast)));
		all.forEach((output) => say(output.outputs));
		assert.ok((await stats(FLAKY)).refused.fault > 0);
	};
}

const log = console.log;
console.log = () => {}; // the SDK tells of every retry
for (const [name, test] of Object.entries(tests)) {
	try {
		await test();
		log(`ok   wavespeed ${version}: ${name}`);
	} catch (error) {
		log(`FAIL wavespeed ${version}: ${name}\n${error.stack}`);
		process.exitCode = 1;
	}
}
process.exit(); // the SDK leaves timers of 10 seconds behind
