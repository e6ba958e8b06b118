namespace Luciole.Configuration;

/// <summary>The keys of <c>PROBLEM</c>.</summary>
internal static class ProblemKeys
{
    public static IEnumerable<ConfigurationKey> All { get; } =
    [
        .. new SectionKeys<ProblemSettings>("PROBLEM", c => c.Problem, (c, s) => c with { Problem = s })
            .Add("TYPE", Choices.Workflow, s => s.Workflow, (s, v) => s with { Workflow = v }, "The workflow; it must be given.")
            .Add("SELF_SUPERVISED.PRETEXT_TASK", Choices.PretextTask, s => s.PretextTask, (s, v) => s with { PretextTask = v }, "How self-supervised pre-training makes its task; Luciole pre-trains by masking, which must be written out.")
            .Add("IMAGE_TO_IMAGE.MULTIPLE_RAW_ONE_TARGET_LOADER", Values.Boolean, s => s.MultipleRawsPerTarget, (s, v) => s with { MultipleRawsPerTarget = v }, "Each target is a folder with one image, and the raw folder of the same name holds any number of raw images of it.").Keys,
    ];
}
