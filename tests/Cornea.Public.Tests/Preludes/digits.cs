var (images, labels) = Digits.Load();
Tensor x = images.Cast(DType.Float32) / Digits.LargestPixel, y = labels;
