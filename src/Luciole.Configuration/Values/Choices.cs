namespace Luciole.Configuration;

/// <summary>The names that keys choose among, as BiaPy writes them; case does not matter when reading.</summary>
internal static class Choices
{
    private const string OtherArchitecture = "is a network of BiaPy that Luciole does not have; for IMAGE_TO_IMAGE it has unetr and attention_unet, for SELF_SUPERVISED mae";
    private const string OtherWorkflow = "is another workflow of BiaPy; Luciole does IMAGE_TO_IMAGE and SELF_SUPERVISED";
    private const string SegmentationLoss = "is a loss of BiaPy's segmentation workflows; IMAGE_TO_IMAGE has MAE, MSE, SSIM, W_MAE_SSIM and W_MSE_SSIM";
    private const string NetworkMetric = "needs a pre-trained network that Luciole does not carry; choose among psnr, mae, mse and ssim";

    public static ValueKind<Workflow> Workflow { get; } = One(
        [(Configuration.Workflow.ImageToImage, "IMAGE_TO_IMAGE"), (Configuration.Workflow.SelfSupervised, "SELF_SUPERVISED")],
        (OtherWorkflow, "SEMANTIC_SEG INSTANCE_SEG DETECTION DENOISING SUPER_RESOLUTION CLASSIFICATION"));

    public static ValueKind<PretextTask> PretextTask { get; } = One(
        [(Configuration.PretextTask.Masking, "masking"), (Configuration.PretextTask.Crappify, "crappify")]);

    public static ValueKind<NormalizationType> NormalizationType { get; } = One(
        [(Configuration.NormalizationType.Division, "div"), (Configuration.NormalizationType.ScaleRange, "scale_range"), (Configuration.NormalizationType.ZeroMeanUnitVariance, "zero_mean_unit_variance")]);

    public static ValueKind<NormalizationScope> NormalizationScope { get; } = One(
        [(Configuration.NormalizationScope.Image, "image"), (Configuration.NormalizationScope.Patch, "patch")]);

    public static ValueKind<RawsPerTarget> RawsPerTarget { get; } = One(
        [(Configuration.RawsPerTarget.One, "one"), (Configuration.RawsPerTarget.All, "all")]);

    public static ValueKind<Architecture> Architecture { get; } = One(
        [(Configuration.Architecture.Unetr, "unetr"), (Configuration.Architecture.MaskedAutoencoder, "mae"), (Configuration.Architecture.AttentionUnet, "attention_unet")],
        (OtherArchitecture, "unet resunet resunet++ resunet_se seunet multiresunet unext_v1 unext_v2 hrnet18 hrnet32 hrnet48 hrnet64 edsr rcan dfcan wdsr vit simple_cnn efficientnet_b0"));

    public static ValueKind<NormalizationLayer> NormalizationLayer { get; } = One(
        [(Configuration.NormalizationLayer.Batch, "bn"), (Configuration.NormalizationLayer.SynchronizedBatch, "sync_bn"), (Configuration.NormalizationLayer.Instance, "in"),
         (Configuration.NormalizationLayer.Group, "gn"), (Configuration.NormalizationLayer.None, "none")]);

    public static ValueKind<Activation> Activation { get; } = One(
        [(Configuration.Activation.Relu, "relu"), (Configuration.Activation.Elu, "elu"), (Configuration.Activation.LeakyRelu, "leaky_relu"), (Configuration.Activation.Gelu, "gelu"),
         (Configuration.Activation.Silu, "silu"), (Configuration.Activation.Tanh, "tanh"), (Configuration.Activation.Sigmoid, "sigmoid"), (Configuration.Activation.Linear, "linear")]);

    public static ValueKind<UpsampleLayer> UpsampleLayer { get; } = One(
        [(Configuration.UpsampleLayer.TransposedConvolution, "convtranspose"), (Configuration.UpsampleLayer.Interpolation, "upsampling")]);

    public static ValueKind<CheckpointChoice> CheckpointChoice { get; } = One(
        [(Configuration.CheckpointChoice.BestOnValidation, "best_on_val"), (Configuration.CheckpointChoice.LastOnTraining, "last_on_train")]);

    public static ValueKind<MaskType> MaskType { get; } = One([(Configuration.MaskType.Grid, "grid"), (Configuration.MaskType.Random, "random")]);

    public static ValueKind<PositionEmbedding> PositionEmbedding { get; } = One(
        [(Configuration.PositionEmbedding.SineCosine, "sine_cosine"), (Configuration.PositionEmbedding.Learnt, "learnt"), (Configuration.PositionEmbedding.Random, "random")]);

    public static ValueKind<LossType> LossType { get; } = One(
        [(Configuration.LossType.MeanAbsoluteError, "MAE"), (Configuration.LossType.MeanSquaredError, "MSE"), (Configuration.LossType.StructuralSimilarity, "SSIM"),
         (Configuration.LossType.WeightedAbsoluteErrorSsim, "W_MAE_SSIM"), (Configuration.LossType.WeightedSquaredErrorSsim, "W_MSE_SSIM")],
        (SegmentationLoss, "CE DICE W_CE_DICE"));

    public static ValueKind<OptimizerType> Optimizer { get; } = One(
        [(OptimizerType.Sgd, "SGD"), (OptimizerType.Adam, "ADAM"), (OptimizerType.AdamW, "ADAMW")]);

    public static ValueKind<RecomputeActivations> Recompute { get; } = One(
        [(RecomputeActivations.None, "none"), (RecomputeActivations.Transformer, "transformer"), (RecomputeActivations.Decoder, "decoder"), (RecomputeActivations.All, "all")]);

    public static ValueKind<Precision> Precision { get; } = One(
        [(Configuration.Precision.Auto, "auto"), (Configuration.Precision.Single, "fp32"), (Configuration.Precision.TensorFloat32, "tf32"),
         (Configuration.Precision.BFloat16, "bf16"), (Configuration.Precision.Float16, "fp16")]);

    public static ValueKind<AutoChoice> AutoChoice { get; } = One(
        [(Configuration.AutoChoice.Auto, "auto"), (Configuration.AutoChoice.Always, "always"), (Configuration.AutoChoice.Never, "never")]);

    public static ValueKind<SchedulerType> Scheduler { get; } = One(
        [(SchedulerType.None, ""), (SchedulerType.ReduceOnPlateau, "reduceonplateau"), (SchedulerType.WarmupCosine, "warmupcosine"), (SchedulerType.OneCycle, "onecycle")]);

    public static ValueKind<AugmentationMerge> AugmentationMerge { get; } = One(
        [(Configuration.AugmentationMerge.Mean, "mean"), (Configuration.AugmentationMerge.Minimum, "min"), (Configuration.AugmentationMerge.Maximum, "max")]);

    public static ValueKind<OutputScale> OutputScale { get; } = One(
        [(Configuration.OutputScale.Auto, "auto"), (Configuration.OutputScale.Raw, "raw"), (Configuration.OutputScale.Target, "target"), (Configuration.OutputScale.Normalised, "normalised")]);

    // The reference calls SciPy's "mirror" symmetric here ...
    public static ValueKind<BorderMode> AffineBorder { get; } = One(
        [(BorderMode.Constant, "constant"), (BorderMode.Reflect, "reflect"), (BorderMode.Wrap, "wrap"), (BorderMode.Mirror, "symmetric")]);

    // ... and reflect here, where OpenCV's BORDER_REFLECT_101 does the work.
    public static ValueKind<BorderMode> ElasticBorder { get; } = One(
        [(BorderMode.Constant, "constant"), (BorderMode.Nearest, "nearest"), (BorderMode.Mirror, "reflect"), (BorderMode.Wrap, "wrap")]);

    public static ValueKind<IReadOnlyList<Metric>> Metrics { get; } = Several(
        One([(Metric.Psnr, "psnr"), (Metric.Mae, "mae"), (Metric.Mse, "mse"), (Metric.Ssim, "ssim")], (NetworkMetric, "fid is lpips")));

    private static ValueKind<T> One<T>((T Value, string Name)[] names, params (string Why, string Names)[] elsewhere)
        where T : struct => new(
            "one of " + string.Join(", ", names.Select(n => n.Name.Length == 0 ? "'' (empty)" : n.Name)),
            (RawValue raw, out T value, out string? problem) =>
            {
                problem = null;
                value = default;
                var text = raw.Value is null ? raw.Text : raw.Value as string;
                foreach (var (candidate, name) in names)
                {
                    if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
                    {
                        value = candidate;
                        return true;
                    }
                }

                foreach (var (why, known) in elsewhere)
                {
                    if (text is { Length: > 0 } && known.Split(' ').Contains(text, StringComparer.OrdinalIgnoreCase))
                        problem = why;
                }

                return false;
            },
            v => names.First(n => EqualityComparer<T>.Default.Equals(n.Value, v)).Name);

    private static ValueKind<IReadOnlyList<T>> Several<T>(ValueKind<T> one)
        where T : struct => new(
            "a list of some of " + one.Expected["one of ".Length..],
            (RawValue raw, out IReadOnlyList<T> value, out string? problem) =>
            {
                problem = null;
                var chosen = new List<T>();
                value = chosen;
                if (raw.Items is not { Count: > 0 } items)
                    return false;
                foreach (var item in items)
                {
                    if (!one.TryRead(RawValue.Of(item), out var each, out problem))
                        return false;
                    if (!chosen.Contains(each))
                        chosen.Add(each);
                }

                return true;
            },
            v => v.Select(one.Write).ToList());
}
