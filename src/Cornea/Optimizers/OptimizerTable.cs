namespace Cornea.Optimizers;

/// <summary>Keras' optimizers by name.</summary>
internal static class OptimizerTable
{
    public static ObjectTable<Optimizer> Create() => new(
        "Optimizer",
        [
            ("SGD", c => new SGD(Options(c), Rate(c), c.GetDouble("momentum", 0), c.GetBool("nesterov", false))),
            ("Adam", c => new Adam(Options(c), Rate(c), c.GetDouble("beta_1", 0.9), c.GetDouble("beta_2", 0.999), c.GetDouble("epsilon", 1e-7), c.GetBool("amsgrad", false))),
            ("Adadelta", c => new Adadelta(Options(c), Rate(c), c.GetDouble("rho", 0.95), c.GetDouble("epsilon", 1e-7))),
            ("Adagrad", c => new Adagrad(Options(c), Rate(c), c.GetDouble("initial_accumulator_value", 0.1), c.GetDouble("epsilon", 1e-7))),
            ("Adamax", c => new Adamax(Options(c), Rate(c), c.GetDouble("beta_1", 0.9), c.GetDouble("beta_2", 0.999), c.GetDouble("epsilon", 1e-7))),
            ("Lion", c => new Lion(Options(c), Rate(c), c.GetDouble("beta_1", 0.9), c.GetDouble("beta_2", 0.99))),
            ("Lamb", c => new Lamb(Options(c), Rate(c), c.GetDouble("beta_1", 0.9), c.GetDouble("beta_2", 0.999), c.GetDouble("epsilon", 1e-7))),
            ("Nadam", c => new Nadam(Options(c), Rate(c), c.GetDouble("beta_1", 0.9), c.GetDouble("beta_2", 0.999), c.GetDouble("epsilon", 1e-7))),
            ("RMSprop", c => new RMSprop(Options(c), Rate(c), c.GetDouble("rho", 0.9), c.GetDouble("momentum", 0), c.GetDouble("epsilon", 1e-7), c.GetBool("centered", false))),
            ("Ftrl", c => new Ftrl(Options(c), Rate(c), c.GetDouble("learning_rate_power", -0.5), c.GetDouble("initial_accumulator_value", 0.1), c.GetDouble("l1_regularization_strength", 0), c.GetDouble("l2_regularization_strength", 0), c.GetDouble("l2_shrinkage_regularization_strength", 0), c.GetDouble("beta", 0))),
            ("Adafactor", c => new Adafactor(Options(c), Rate(c), c.GetDouble("beta_2_decay", -0.8), c.GetDouble("epsilon_1", 1e-30), c.GetDouble("epsilon_2", 1e-3), c.GetDouble("clip_threshold", 1), c.GetBool("relative_step", true))),
            ("Muon", c => new Muon(Options(c) with { WeightDecay = c.Json.ContainsKey("weight_decay") ? c.GetNullableDouble("weight_decay") : 0.004 }, Rate(c), c.GetDouble("adam_beta_1", 0.9), c.GetDouble("adam_beta_2", 0.999), c.Json.ContainsKey("adam_weight_decay") ? c.GetNullableDouble("adam_weight_decay") : 0.004, c.GetDouble("epsilon", 1e-7), c.GetStrings("exclude_layers"), c.GetBool("exclude_embeddings", true), c.GetDouble("muon_a", 3.4445), c.GetDouble("muon_b", -4.775), c.GetDouble("muon_c", 2.0315), c.GetDouble("adam_lr_ratio", 1), c.GetDouble("momentum", 0.95), c.GetInt("ns_steps", 5), c.GetBool("nesterov", true), c.Json.ContainsKey("rms_rate") ? c.GetNullableDouble("rms_rate") : 0.2)),
            ("ScheduleFreeAdamW", c => new ScheduleFreeAdamW(Options(c), Rate(c), c.GetDouble("beta_1", 0.9), c.GetDouble("beta_2", 0.999), c.GetDouble("epsilon", 1e-8), c.GetInt("warmup_steps", 0))),
            ("AdamW", c => new AdamW(Options(c) with { WeightDecay = c.GetDouble("weight_decay", 0.004) }, Rate(c), c.GetDouble("beta_1", 0.9), c.GetDouble("beta_2", 0.999), c.GetDouble("epsilon", 1e-7), c.GetBool("amsgrad", false))),
            ("MultiOptimizer", MultiOptimizer.FromConfig),
            ("LossScaleOptimizer", c => new LossScaleOptimizer(
                Optimizer.Deserialize(c.Json["inner_optimizer"]) ?? throw new InvalidDataException("LossScaleOptimizer: expected an inner_optimizer, got none."),
                c.GetDouble("initial_scale", 32768),
                c.GetInt("dynamic_growth_steps", 2000),
                c.GetString("name"))),
        ]);

    private static OptimizerOptions Options(ObjectConfig config) => OptimizerOptions.Of(config);

    private static LearningRate? Rate(ObjectConfig config) => config.Json["learning_rate"] is System.Text.Json.Nodes.JsonObject schedule
        ? LearningRateSchedule.Deserialize(schedule)!
        : config.GetNullableDouble("learning_rate") is { } number ? number : null;
}
