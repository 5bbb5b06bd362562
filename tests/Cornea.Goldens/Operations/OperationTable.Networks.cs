namespace Cornea.Goldens.Operations;

// What networks are made of, and images.
internal static partial class OperationTable
{
    private static IEnumerable<(string Name, string Signature, Func<OperationCall, TensorList> Call)> Networks() =>
    [
        Op("conv", "inputs kernel strides padding data_format dilation_rate", c => Ops.Conv(
            c["inputs"], c["kernel"], c.Shape("strides"), c.Text("padding", "valid"), c.Format("inputs"), c.Shape("dilation_rate"))),
        Op("depthwise_conv", "inputs kernel strides padding data_format dilation_rate", c => Ops.DepthwiseConv(
            c["inputs"], c["kernel"], c.Shape("strides"), c.Text("padding", "valid"), c.Format("inputs"), c.Shape("dilation_rate"))),
        Op("separable_conv", "inputs depthwise_kernel pointwise_kernel strides padding data_format dilation_rate", c => Ops.SeparableConv(
            c["inputs"], c["depthwise_kernel"], c["pointwise_kernel"], c.Shape("strides"), c.Text("padding", "valid"), c.Format("inputs"), c.Shape("dilation_rate"))),
        Op("conv_transpose", "inputs kernel strides padding output_padding data_format dilation_rate", c => Ops.ConvTranspose(
            c["inputs"], c["kernel"], c.Shape("strides"), c.Text("padding", "valid"), c.Shape("output_padding"), c.Format("inputs"), c.Shape("dilation_rate"))),
        Op("max_pool", "inputs pool_size strides padding data_format", c => Ops.MaxPool(
            c["inputs"], c.Shape("pool_size")!.Value, c.Shape("strides"), c.Text("padding", "valid"), c.Format("inputs"))),
        Op("average_pool", "inputs pool_size strides padding data_format", c => Ops.AveragePool(
            c["inputs"], c.Shape("pool_size")!.Value, c.Shape("strides"), c.Text("padding", "valid"), c.Format("inputs"))),
        Op("adaptive_max_pool", "inputs output_size data_format", c => Ops.AdaptiveMaxPool(c["inputs"], c.Shape("output_size")!.Value, c.Format("inputs"))),
        Op("adaptive_average_pool", "inputs output_size data_format", c => Ops.AdaptiveAveragePool(c["inputs"], c.Shape("output_size")!.Value, c.Format("inputs"))),
        Op("depth_to_space", "x block_size data_format", c => Ops.DepthToSpace(c["x"], c.Int("block_size")!.Value, c.Text("data_format", "channels_last"))),
        Op("space_to_depth", "x block_size data_format", c => Ops.SpaceToDepth(c["x"], c.Int("block_size")!.Value, c.Text("data_format", "channels_last"))),
        Op("unfold", "x kernel_size dilation padding stride", c => Ops.Unfold(
            c["x"], c.Shape("kernel_size")!.Value, c.Shape("dilation"), c.Shape("padding"), c.Shape("stride"))),
        Op("fold", "x output_size kernel_size dilation padding stride", c => Ops.Fold(
            c["x"], c.Shape("output_size")!.Value, c.Shape("kernel_size")!.Value, c.Shape("dilation"), c.Shape("padding"), c.Shape("stride"))),
        Op("batch_normalization", "x mean variance axis offset scale epsilon", c => Ops.BatchNormalization(
            c["x"], c["mean"], c["variance"], c.Int("axis")!.Value, c.Optional("offset"), c.Optional("scale"), c.Number("epsilon") ?? 1e-3)),
        Op("layer_normalization", "x gamma beta axis epsilon rms_scaling", c => Ops.LayerNormalization(
            c["x"], c.Optional("gamma"), c.Optional("beta"), c.Axes(), c.Number("epsilon"), c.Bool("rms_scaling"))),
        Op("rms_normalization", "x scale axis epsilon", c => Ops.RmsNormalization(c["x"], c.Optional("scale"), c.Axes(), c.Number("epsilon"))),
        Op("normalize", "x axis order epsilon", c => Ops.Normalize(c["x"], AxesOr(c, -1), c.Number("order") ?? 2, c.Number("epsilon"))),
        Op("binary_crossentropy", "target output from_logits", c => Ops.BinaryCrossentropy(c["target"], c["output"], c.Bool("from_logits"))),
        Op("categorical_crossentropy", "target output from_logits axis", c => Ops.CategoricalCrossentropy(
            c["target"], c["output"], c.Bool("from_logits"), c.Int("axis") ?? -1)),
        Op("sparse_categorical_crossentropy", "target output from_logits axis", c => Ops.SparseCategoricalCrossentropy(
            c["target"], c["output"], c.Bool("from_logits"), c.Int("axis") ?? -1)),
        Op("ctc_loss", "target output target_length output_length mask_index", c => Ops.CtcLoss(
            c["target"], c["output"], c["target_length"], c["output_length"], c.Int("mask_index") ?? 0)),
        Op("ctc_decode", "inputs sequence_lengths strategy beam_width top_paths merge_repeated mask_index", c =>
        {
            (Tensor decoded, Tensor scores) = Ops.CtcDecode(
                c["inputs"], c["sequence_lengths"], c.Text("strategy", "greedy"), c.Int("beam_width") ?? 100, c.Int("top_paths") ?? 1,
                c.Bool("merge_repeated", true), c.Int("mask_index") ?? 0);
            return [decoded, scores];
        }),
        Op("psnr", "x1 x2 max_val", c => Ops.Psnr(c["x1"], c["x2"], c.Number("max_val")!.Value)),
        Op("dot_product_attention", "query key value bias mask scale is_causal flash_attention attn_logits_soft_cap", c =>
        {
            c.Ignore("flash_attention");
            return Ops.DotProductAttention(
                c["query"], c["key"], c["value"], c.Optional("bias"), c.Optional("mask"), c.Number("scale"), c.Bool("is_causal"), c.Number("attn_logits_soft_cap"));
        }),
    ];

    private static IEnumerable<(string Name, string Signature, Func<OperationCall, TensorList> Call)> Images() =>
    [
        Op("image.resize", "images size interpolation antialias crop_to_aspect_ratio pad_to_aspect_ratio fill_mode fill_value data_format", c =>
        {
            int[] size = c.Ints("size")!;
            Tensor Resize(DataFormat format) => ImageOps.Resize(
                c["images"], (size[0], size[1]), c.Text("interpolation", "bilinear"), c.Bool("antialias"), c.Bool("crop_to_aspect_ratio"), c.Bool("pad_to_aspect_ratio"),
                c.Text("fill_mode", "constant"), c.Number("fill_value") ?? 0, format);
            return Resize(c.Format("images", Resize));
        }),
        Op("image.crop_images", "images top_cropping left_cropping bottom_cropping right_cropping target_height target_width data_format", c =>
        {
            Tensor Crop(DataFormat format) => ImageOps.CropImages(
                c["images"], c.Int("top_cropping"), c.Int("left_cropping"), c.Int("bottom_cropping"), c.Int("right_cropping"),
                c.Int("target_height"), c.Int("target_width"), format);
            return Crop(c.Format("images", Crop));
        }),
        Op("image.pad_images", "images top_padding left_padding bottom_padding right_padding target_height target_width data_format", c =>
        {
            Tensor Pad(DataFormat format) => ImageOps.PadImages(
                c["images"], c.Int("top_padding"), c.Int("left_padding"), c.Int("bottom_padding"), c.Int("right_padding"),
                c.Int("target_height"), c.Int("target_width"), format);
            return Pad(c.Format("images", Pad));
        }),
        Op("image.affine_transform", "images transform interpolation fill_mode fill_value data_format", c => ImageOps.AffineTransform(
            c["images"], c["transform"], c.Text("interpolation", "bilinear"), c.Text("fill_mode", "constant"), c.Number("fill_value") ?? 0, c.Format("images"))),
        Op("image.perspective_transform", "images start_points end_points interpolation fill_value data_format", c => ImageOps.PerspectiveTransform(
            c["images"], c["start_points"], c["end_points"], c.Text("interpolation", "bilinear"), c.Number("fill_value") ?? 0, c.Format("images"))),
        Op("image.map_coordinates", "inputs coordinates order fill_mode fill_value", c => ImageOps.MapCoordinates(
            c["inputs"], c["coordinates"], c.Int("order")!.Value, c.Text("fill_mode", "constant"), c.Number("fill_value") ?? 0)),
        Op("image.extract_patches", "images size strides dilation_rate padding data_format", c => ImageOps.ExtractPatches(
            c["images"], c.Shape("size")!.Value, c.Shape("strides"), c.Shape("dilation_rate"), c.Text("padding", "valid"), c.Format("images"))),
        Op("image.extract_patches_3d", "volumes size strides dilation_rate padding data_format", c => ImageOps.ExtractPatches3D(
            c["volumes"], c.Shape("size")!.Value, c.Shape("strides"), c.Shape("dilation_rate"), c.Text("padding", "valid"), c.Text("data_format", "channels_last"))),
        Op("image.gaussian_blur", "images kernel_size sigma data_format", c =>
        {
            int[] size = c.Ints("kernel_size") ?? [3, 3];
            double[] sigma = c.Numbers("sigma") ?? [1, 1];
            return ImageOps.GaussianBlur(c["images"], (size[0], size[1]), (sigma[0], sigma[1]), c.Format("images"));
        }),
        Op("image.rgb_to_grayscale", "images data_format", c => ImageOps.RgbToGrayscale(c["images"], c.Format("images", format => ImageOps.RgbToGrayscale(c["images"], format)))),
        Op("image.rgb_to_hsv", "images data_format", c => ImageOps.RgbToHsv(c["images"], c.Format("images", format => ImageOps.RgbToHsv(c["images"], format)))),
        Op("image.hsv_to_rgb", "images data_format", c => ImageOps.HsvToRgb(c["images"], c.Format("images", format => ImageOps.HsvToRgb(c["images"], format)))),
        Op("image.elastic_transform", "images alpha sigma interpolation fill_mode fill_value seed data_format", c => ImageOps.ElasticTransform(
            c["images"], c.Number("alpha") ?? 20, c.Number("sigma") ?? 5, c.Text("interpolation", "bilinear"), c.Text("fill_mode", "reflect"),
            c.Number("fill_value") ?? 0, c.Int("seed") is { } seed ? seed : default(Seed?), c.Format("images"))),
        Op("image.sobel_edges", "images data_format", c => ImageOps.SobelEdges(c["images"], c.Format("images"))),
        Op("image.ssim", "image1 image2 max_val filter_size filter_sigma k1 k2 data_format", c => ImageOps.Ssim(
            c["image1"], c["image2"], c.Number("max_val") ?? 1, c.Int("filter_size") ?? 11, c.Number("filter_sigma") ?? 1.5,
            c.Number("k1") ?? 0.01, c.Number("k2") ?? 0.03, c.Format("image1"))),
        Op("image.scale_and_translate", "images output_shape scale translation spatial_dims method antialias", c => ImageOps.ScaleAndTranslate(
            c["images"], c.Shape("output_shape")!.Value, c["scale"], c["translation"], c.Axes("spatial_dims")!.Value, c.Text("method"), c.Bool("antialias", true))),
    ];
}
