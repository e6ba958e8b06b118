namespace Luciole.Configuration;

/// <summary>The keys of <c>PATHS</c> and <c>LOG</c>.</summary>
internal static class PathKeys
{
    public static IEnumerable<ConfigurationKey> All { get; } =
    [
        .. new SectionKeys<PathSettings>("PATHS", c => c.Paths, (c, s) => c with { Paths = s })
            .Add("CHECKPOINT_FILE", Values.OptionalPath, s => s.CheckpointFile, (s, v) => s with { CheckpointFile = v }, "The checkpoint to start from; empty: this job's own.")
            .Add("CHECKPOINT", Values.OptionalPath, s => s.CheckpointFolder, (s, v) => s with { CheckpointFolder = v }, "Folder of this job's checkpoints; empty: checkpoints.")
            .Add("RESULT_DIR.PATH", Values.OptionalPath, s => s.ResultFolder, (s, v) => s with { ResultFolder = v }, "Folder of the results; empty: results/<name>_<id>.")
            .Add("RESULT_DIR.PER_IMAGE", Values.OptionalPath, s => s.PerImageFolder, (s, v) => s with { PerImageFolder = v }, "Folder of the predictions; empty: per_image in the results.")
            .Add("CHARTS", Values.OptionalPath, s => s.ChartsFolder, (s, v) => s with { ChartsFolder = v }, "Folder of the charts; empty: charts in the results.")
            .Add("DA_SAMPLES", Values.OptionalPath, s => s.AugmentationSamplesFolder, (s, v) => s with { AugmentationSamplesFolder = v }, "Folder of the augmentation samples; empty: aug in the results.")
            .Add("GEN_CHECKS", Values.OptionalPath, s => s.GeneratorChecksFolder, (s, v) => s with { GeneratorChecksFolder = v }, "Folder of CHECK_GENERATORS for images, to which _train and _val are added; empty: gen_check in the results.")
            .Add("GEN_MASK_CHECKS", Values.OptionalPath, s => s.GeneratorTargetChecksFolder, (s, v) => s with { GeneratorTargetChecksFolder = v }, "The same for targets; empty: gen_mask_check in the results.")
            .Add("MAE_OUT_DIR", Values.OptionalPath, s => s.ReconstructionsFolder, (s, v) => s with { ReconstructionsFolder = v }, "Folder of the pictures of a masked autoencoder's reconstructions; empty: MAE_checks in the results.")
            .Add("FIL_SAMPLES_DIR", Values.OptionalPath, s => s.FilteredSamplesFolder, (s, v) => s with { FilteredSamplesFolder = v }, "Folder of the lists of what FILTER_SAMPLES left out, and of SAVE_FILTERED_IMAGES; empty: filtering_information in the results.").Keys,
        .. new SectionKeys<LogSettings>("LOG", c => c.Log, (c, s) => c with { Log = s })
            .Add("LOG_DIR", Values.OptionalPath, s => s.LogFolder, (s, v) => s with { LogFolder = v }, "Folder of the logs; empty: train_logs in the job's folder.")
            .Add("TENSORBOARD_LOG_DIR", Values.OptionalPath, s => s.TensorBoardFolder, (s, v) => s with { TensorBoardFolder = v }, "Folder of the TensorBoard events; empty: tensorboard in the results.")
            .Add("LOG_FILE_PREFIX", Values.OptionalText, s => s.FilePrefix, (s, v) => s with { FilePrefix = v }, "Start of the log files' names; empty: <name>_<id>.")
            .Add("CHART_CREATION_FREQ", Values.Integer(1, 1_000_000), s => s.ChartEvery, (s, v) => s with { ChartEvery = v }, "Draw the charts every so many epochs.").Keys,
    ];
}
