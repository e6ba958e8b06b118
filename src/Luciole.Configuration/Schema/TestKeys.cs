namespace Luciole.Configuration;

/// <summary>The keys of <c>TEST</c>.</summary>
internal static class TestKeys
{
    public static IEnumerable<ConfigurationKey> All { get; } =
    [
        .. new SectionKeys<TestSettings>("TEST", c => c.Test, (c, s) => c with { Test = s })
            .Add("ENABLE", Values.Boolean, s => s.Enable, (s, v) => s with { Enable = v }, "Predict the test images.")
            .Add("VERBOSE", Values.Boolean, s => s.Verbose, (s, v) => s with { Verbose = v }, "Log every image.")
            .Add("AUGMENTATION", Values.Boolean, s => s.Augmentation, (s, v) => s with { Augmentation = v }, "Predict the eight rotations and mirrors of each tile and make one of them.")
            .Add("AUGMENTATION_MODE", Choices.AugmentationMerge, s => s.AugmentationMerge, (s, v) => s with { AugmentationMerge = v }, "How the eight become one: their mean, minimum or maximum at each pixel.")
            .Add("REDUCE_MEMORY", Values.Boolean, s => s.ReduceMemory, (s, v) => s with { ReduceMemory = v }, "Merge tiles in half precision.")
            .Add("METRICS", Choices.Metrics, s => s.Metrics, (s, v) => s with { Metrics = v }, "What is measured; an empty list means all.", emptyIsDefault: true)
            .Add("OUTPUT", Choices.OutputScale, s => s.Output, (s, v) => s with { Output = v }, "Intensities of the written predictions: of the raw image (raw), of the training targets (target), or as the network gives them (normalised). auto: target when the checkpoint knows the targets' statistics, else raw.", own: true).Keys,
    ];
}
