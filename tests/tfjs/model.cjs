// A TensorFlow.js layers model in Node, which needs no more than @tensorflow/tfjs:
//   NODE_PATH=…/node_modules node model.cjs predict model.json folder x.npy [more.npy]    writes folder/0.npy, 1.npy, …: its outputs
//   NODE_PATH=…/node_modules node model.cjs save NAME folder                              writes a model of those below with x.npy and y.npy
const fs = require('fs'), path = require('path'), tf = require('@tensorflow/tfjs');

function load(file) {
  const json = JSON.parse(fs.readFileSync(file)), folder = path.dirname(file);
  const weightSpecs = json.weightsManifest.flatMap(group => group.weights);
  const bytes = Buffer.concat(json.weightsManifest.flatMap(group => group.paths).map(name => fs.readFileSync(path.join(folder, name))));
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return tf.loadLayersModel(tf.io.fromMemory({ format: json.format, modelTopology: json.modelTopology, weightSpecs, weightData }));
}

function readNpy(file) {
  const bytes = fs.readFileSync(file), length = bytes.readUInt16LE(8), header = bytes.toString('latin1', 10, 10 + length);
  const shape = header.match(/\(([^)]*)\)/)[1].split(',').filter(size => size.trim()).map(Number), data = new Uint8Array(bytes.subarray(10 + length)).buffer;
  if (header.includes('<f4')) return tf.tensor(new Float32Array(data), shape, 'float32');
  if (header.includes('<i4')) return tf.tensor(new Int32Array(data), shape, 'int32');
  throw new Error(`${file}: expected float32 or int32, got ${header}`);
}

function writeNpy(file, tensor) {
  const values = tensor.dataSync(), shape = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(', ');
  const header = `{'descr': '${tensor.dtype === 'int32' ? '<i4' : '<f4'}', 'fortran_order': False, 'shape': (${shape}), }`;
  const padded = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + '\n', start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0, 0]);
  start.writeUInt16LE(padded.length, 8);
  fs.writeFileSync(file, Buffer.concat([start, Buffer.from(padded, 'latin1'), Buffer.from(values.buffer, values.byteOffset, values.byteLength)]));
}

const models = {
  // A graph with a sequence and a model in it, which TensorFlow.js counts in its own way, and a layer that stands twice.
  graph() {
    const image = tf.input({ shape: [8, 8, 3], name: 'image' });
    const shared = tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'relu', kernelInitializer: 'leCunNormal', name: 'shared' });
    let x = shared.apply(shared.apply(image));
    const sequence = tf.sequential({ name: 'sequence' });
    sequence.add(tf.layers.inputLayer({ inputShape: [8, 8, 3], name: 'sequence_input' }));
    sequence.add(tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, name: 'depthwise', kernelRegularizer: 'l1l2' }));
    sequence.add(tf.layers.batchNormalization({ name: 'norm' }));
    x = sequence.apply(x);
    const inside = tf.input({ shape: [6, 6, 6], name: 'inside' });
    const model = tf.model({ inputs: inside, outputs: tf.layers.separableConv2d({ filters: 4, kernelSize: 2, name: 'separable' }).apply(inside), name: 'model' });
    x = tf.layers.leakyReLU({ alpha: 0.1, name: 'leaky' }).apply(model.apply(x));
    x = tf.layers.concatenate({ name: 'both' }).apply([tf.layers.globalAveragePooling2d({ name: 'mean' }).apply(x), tf.layers.globalMaxPooling2d({ name: 'max' }).apply(x)]);
    return tf.model({ inputs: image, outputs: tf.layers.dense({ units: 3, activation: 'softmax', name: 'dense' }).apply(x) });
  },
  sequence() {
    const model = tf.sequential();
    model.add(tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 3, returnSequences: true, recurrentActivation: 'sigmoid' }), mergeMode: 'concat', inputShape: [5, 4] }));
    model.add(tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 4, activation: 'tanh' }) }));
    model.add(tf.layers.gru({ units: 3, recurrentActivation: 'sigmoid' }));
    model.add(tf.layers.dense({ units: 2 }));
    return model;
  },
};

async function save(name, folder) {
  const model = models[name](), shape = model.inputs[0].shape.slice(1), x = tf.randomNormal([2, ...shape], 0, 1, 'float32', 7);
  model.setWeights(model.getWeights().map((weight, index) => tf.randomUniform(weight.shape, 0.2, 0.9, 'float32', index + 1)));
  const artifacts = await new Promise(resolve => model.save(tf.io.withSaveHandler(async made => (resolve(made), {}))));
  fs.writeFileSync(path.join(folder, 'group1-shard1of1.bin'), Buffer.from(artifacts.weightData));
  fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify({ format: 'layers-model', modelTopology: artifacts.modelTopology, weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: artifacts.weightSpecs }] }));
  writeNpy(path.join(folder, 'x.npy'), x);
  writeNpy(path.join(folder, 'y.npy'), model.predict(x));
}

async function predict(file, folder, inputs) {
  const model = await load(file), outputs = model.predict(inputs.length === 1 ? readNpy(inputs[0]) : inputs.map(readNpy));
  [outputs].flat().forEach((output, index) => writeNpy(path.join(folder, `${index}.npy`), output));
}

const [command, ...rest] = process.argv.slice(2);
(command === 'save' ? save(...rest) : predict(rest[0], rest[1], rest.slice(2))).catch(error => { console.error(error.message); process.exit(1); });
