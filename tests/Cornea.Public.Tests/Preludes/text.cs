// What short code in README and CHANGELOG takes for given.
RandomSeed.Set(1);
Tensor x = RandomOps.Normal([8, 4, 4, 3], seed: 1), images = RandomOps.Uniform([8, 4, 4, 3], seed: 2), labels = Ops.Arange(8) % 2;
var image = new Input([4, 4, 3], name: "image");
Tensor features = new GlobalAveragePooling2D(name: "features").Call(image);
var model = new Model(image, new Dense(2, activation: "softmax", name: "species").Call(features));
model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
string text = model.ToJson().ToString();
model.Save("weights.h5");
Onnx.Export(model, "model.onnx");
Directory.CreateDirectory("web");
model.Save("web/model.json");
var arrays = new Dictionary<string, Tensor> { ["images"] = images, ["labels"] = labels };
MatFile.Save("images.mat", arrays);
MatFile mat = MatFile.Load("images.mat");
var backbone = new Sequential { new Input(4, 4, 3) };
for (int layer = 0; layer < 40; layer++) backbone.Add(new ReLU());
Tensor y = labels, a = x, b = images, rows = Tensor.From(new[] { 0, 2 });
var step = Function.Compile((Tensor left, Tensor right) => (Ops.Sum(left), Ops.Sum(right)));
ImageTensor.Save("cat.jpg", Ops.Full([8, 8, 3], 100));
foreach (string kind in new[] { "cats", "dogs" })
{
    Directory.CreateDirectory($"photos/{kind}");
    for (int photo = 0; photo < 5; photo++) ImageTensor.Save($"photos/{kind}/{photo}.png", Ops.Full([8, 8, 3], 40 * photo));
}

ImageFolder photos = ImageFolder.Open("photos", seed: 1);
var cats = new Sequential { new Input(8, 8, 3), new GlobalAveragePooling2D(), new Dense(2, activation: "softmax") };
new ImageClassifier(cats, ["cat", "dog"], new ImagePreprocessing(8, 8)).Save("cats.keras");
