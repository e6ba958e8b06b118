namespace Luciole.Configuration;

/// <summary>The keys of <c>DATA</c>, but for <c>DATA.PREPROCESS</c>.</summary>
internal static class DataKeys
{
    public static IEnumerable<ConfigurationKey> All { get; } =
    [
        .. new SectionKeys<DataSettings>("DATA", c => c.Data, (c, s) => c with { Data = s })
            .Add("PATCH_SIZE", Values.PatchSize, s => s.PatchSize, (s, v) => s with { PatchSize = v }, "Size of what the network sees: (y, x, channels).")
            .Add("EXTRACT_RANDOM_PATCH", Values.Boolean, s => s.ExtractRandomPatch, (s, v) => s with { ExtractRandomPatch = v }, "Training takes one random patch per image instead of all patches of a fixed grid.")
            .Add("REFLECT_TO_COMPLETE_SHAPE", Values.Boolean, s => s.ReflectToPatchSize, (s, v) => s with { ReflectToPatchSize = v }, "Images smaller than the patch are extended by reflection at the top and left.")
            .Add("FORCE_RGB", Values.Boolean, s => s.ForceRgb, (s, v) => s with { ForceRgb = v }, "Repeat a single channel three times.")
            .Add("SKIP_CORRUPT", Values.Boolean, s => s.SkipCorrupt, (s, v) => s with { SkipCorrupt = v }, "Leave out training and validation images that cannot be read, and the raws of a target that cannot, instead of stopping; results/<name>_<id>/skipped.csv lists them. Every image is read before the first epoch then, whatever CHECK_DATA says.", own: true)
            .Add("CHECK_GENERATORS", Values.Boolean, s => s.CheckGenerators, (s, v) => s with { CheckGenerators = v }, "Write every training and validation patch of the first epoch as the network gets it, as TIFF in single precision.")
            .Add("FILTER_BY_IMAGE", Values.Boolean, s => s.FilterByImage, (s, v) => s with { FilterByImage = v }, "FILTER_SAMPLES judges whole images instead of patches; images to predict always as a whole.")
            .Add("SAVE_FILTERED_IMAGES", Values.Boolean, s => s.SaveFilteredImages, (s, v) => s with { SaveFilteredImages = v }, "Copy some of the images that FILTER_SAMPLES left out, and some that it kept.")
            .Add("SAVE_FILTERED_IMAGES_NUM", Values.Integer(0, 1_000_000), s => s.SavedFilteredImages, (s, v) => s with { SavedFilteredImages = v }, "How many of each; without FILTER_SAMPLES nothing is left out.").Keys,
        .. new SectionKeys<NormalizationSettings>("DATA.NORMALIZATION", c => c.Data.Normalization, (c, s) => c with { Data = c.Data with { Normalization = s } })
            .Add("TYPE", Choices.NormalizationType, s => s.Type, (s, v) => s with { Type = v }, "div divides by 255 or 65535, scale_range maps minimum and maximum to 0 and 1, zero_mean_unit_variance subtracts the mean and divides by the standard deviation.")
            .Add("MEASURE_BY", Choices.NormalizationScope, s => s.MeasureBy, (s, v) => s with { MeasureBy = v }, "What the statistics are measured on: the whole image or each patch.")
            .Add("PERC_CLIP.ENABLE", Values.Boolean, s => s.ClipPercentiles, (s, v) => s with { ClipPercentiles = v }, "Clip intensities before normalising; needs a lower and an upper bound, each as percentile or as value.")
            .Add("PERC_CLIP.LOWER_PERC", Values.UnsetNumber(0, 100), s => s.LowerPercentile, (s, v) => s with { LowerPercentile = v }, "Lower bound as percentile; -1: not given.")
            .Add("PERC_CLIP.UPPER_PERC", Values.UnsetNumber(0, 100), s => s.UpperPercentile, (s, v) => s with { UpperPercentile = v }, "Upper bound as percentile; -1: not given.")
            .Add("PERC_CLIP.LOWER_VALUE", Values.UnsetNumber(), s => s.LowerValue, (s, v) => s with { LowerValue = v }, "Lower bound as intensity; -1: not given.")
            .Add("PERC_CLIP.UPPER_VALUE", Values.UnsetNumber(), s => s.UpperValue, (s, v) => s with { UpperValue = v }, "Upper bound as intensity; -1: not given.")
            .Add("ZERO_MEAN_UNIT_VAR.MEAN_VAL", Values.UnsetNumber(), s => s.Mean, (s, v) => s with { Mean = v }, "Mean to subtract instead of the measured one; -1: not given.")
            .Add("ZERO_MEAN_UNIT_VAR.STD_VAL", Values.UnsetNumber(), s => s.StandardDeviation, (s, v) => s with { StandardDeviation = v }, "Standard deviation to divide by instead of the measured one; -1: not given.").Keys,
        .. new SectionKeys<TrainDataSettings>("DATA.TRAIN", c => c.Data.Train, (c, s) => c with { Data = c.Data with { Train = s } })
            .Add("PATH", Values.Path, s => s.Path, (s, v) => s with { Path = v }, "Folder of raw images.")
            .Add("GT_PATH", Values.Path, s => s.TargetPath, (s, v) => s with { TargetPath = v }, "Folder of target images.")
            .Add("IN_MEMORY", Values.Boolean, s => s.InMemory, (s, v) => s with { InMemory = v }, "Keep the images in memory.")
            .Add("CHECK_DATA", Values.Boolean, s => s.CheckData, (s, v) => s with { CheckData = v }, "Read every training and validation image before the first epoch, so that a damaged one stops the run at once, by its name. What was read and did not change is remembered in the job's folder. False: only the headers are read.")
            .Add("REPLICATE", Values.Integer(0, 100_000), s => s.Replicate, (s, v) => s with { Replicate = v }, "Above 1: an epoch passes so many times over the data.")
            .Add("OVERLAP", Values.Overlap, s => s.Overlap, (s, v) => s with { Overlap = v }, "Overlap of neighbouring patches as a fraction (y, x).")
            .Add("PADDING", Values.Padding, s => s.Padding, (s, v) => s with { Padding = v }, "Pixels (y, x) at each side of a patch that neighbours cover too.")
            .Add("RESOLUTION", Values.NumberTuple, s => s.Resolution, (s, v) => s with { Resolution = v }, "Pixel size (y, x), whose ratio scales CUTOUT; -1: square pixels.")
            .Add("RAWS_PER_TARGET", Choices.RawsPerTarget, s => s.RawsPerTarget, (s, v) => s with { RawsPerTarget = v }, "With MULTIPLE_RAW_ONE_TARGET_LOADER: an epoch takes one random raw image per target, or all of them.", own: true, dialects: "biapy-3.4: one").Keys,
        .. FilterSamples(new("DATA.TRAIN.FILTER_SAMPLES", c => c.Data.Train.FilterSamples, (c, s) => c with { Data = c.Data with { Train = c.Data.Train with { FilterSamples = s } } })),
        .. new SectionKeys<ValidationDataSettings>("DATA.VAL", c => c.Data.Validation, (c, s) => c with { Data = c.Data with { Validation = s } })
            .Add("FROM_TRAIN", Values.Boolean, s => s.FromTrain, (s, v) => s with { FromTrain = v }, "Split the validation images off the training images.")
            .Add("SPLIT_TRAIN", Values.Number(0, 1), s => s.SplitTrain, (s, v) => s with { SplitTrain = v }, "Fraction of the training images to split off.")
            .Add("RANDOM", Values.Boolean, s => s.Random, (s, v) => s with { Random = v }, "Shuffle before splitting.")
            .Add("CROSS_VAL", Values.Boolean, s => s.CrossValidation, (s, v) => s with { CrossValidation = v }, "Split by folds; needs FROM_TRAIN.")
            .Add("CROSS_VAL_NFOLD", Values.Integer(2, 100_000), s => s.Folds, (s, v) => s with { Folds = v }, "Number of folds.")
            .Add("CROSS_VAL_FOLD", Values.Integer(1, 100_000), s => s.Fold, (s, v) => s with { Fold = v }, "The fold to validate on, from 1.")
            .Add("PATH", Values.PathOrEmpty, s => s.Path, (s, v) => s with { Path = v }, "Folder of raw images; empty: nothing is validated.")
            .Add("GT_PATH", Values.Path, s => s.TargetPath, (s, v) => s with { TargetPath = v }, "Folder of target images.")
            .Add("IN_MEMORY", Values.Boolean, s => s.InMemory, (s, v) => s with { InMemory = v }, "Keep the images in memory.")
            .Add("OVERLAP", Values.Overlap, s => s.Overlap, (s, v) => s with { Overlap = v }, "Overlap of neighbouring patches as a fraction (y, x).")
            .Add("PADDING", Values.Padding, s => s.Padding, (s, v) => s with { Padding = v }, "Pixels (y, x) at each side of a patch that neighbours cover too.")
            .Add("DIST_EVAL", Values.Boolean, s => s.DistributedEvaluation, (s, v) => s with { DistributedEvaluation = v }, "Share the validation images between processes.").Keys,
        .. FilterSamples(new("DATA.VAL.FILTER_SAMPLES", c => c.Data.Validation.FilterSamples, (c, s) => c with { Data = c.Data with { Validation = c.Data.Validation with { FilterSamples = s } } })),
        .. new SectionKeys<TestDataSettings>("DATA.TEST", c => c.Data.Test, (c, s) => c with { Data = c.Data with { Test = s } })
            .Add("PATH", Values.Path, s => s.Path, (s, v) => s with { Path = v }, "Folder of raw images.")
            .Add("GT_PATH", Values.Path, s => s.TargetPath, (s, v) => s with { TargetPath = v }, "Folder of target images.")
            .Add("LOAD_GT", Values.Boolean, s => s.LoadTargets, (s, v) => s with { LoadTargets = v }, "Targets are there: measure the predictions.")
            .Add("CHECK_DATA", Values.Boolean, s => s.CheckData, (s, v) => s with { CheckData = v }, "Open every image before the first prediction.")
            .Add("USE_VAL_AS_TEST", Values.Boolean, s => s.UseValidationAsTest, (s, v) => s with { UseValidationAsTest = v }, "Predict the validation fold; needs CROSS_VAL.")
            .Add("OVERLAP", Values.Overlap, s => s.Overlap, (s, v) => s with { Overlap = v }, "Overlap of neighbouring tiles as a fraction (y, x).")
            .Add("PADDING", Values.Padding, s => s.Padding, (s, v) => s with { Padding = v }, "Pixels (y, x) at each side of a tile that are predicted and thrown away.").Keys,
        .. FilterSamples(new("DATA.TEST.FILTER_SAMPLES", c => c.Data.Test.FilterSamples, (c, s) => c with { Data = c.Data with { Test = c.Data.Test with { FilterSamples = s } } })),
    ];

    private static List<ConfigurationKey> FilterSamples(SectionKeys<FilterSamplesSettings> section) => section
        .Add("ENABLE", Values.Boolean, s => s.Enable, (s, v) => s with { Enable = v }, "Leave out the samples that meet the conditions.")
        .Add("PROPS", Values.TextGroups, s => s.Properties, (s, v) => s with { Properties = v }, "Properties, in groups of conditions; a sample goes when all conditions of one group hold. mean, min, max, the same of the target as target_mean and so on, diff (the sum of |raw - target|), diff_by_min_max_ratio and diff_by_target_min_max_ratio (diff times largest minus smallest value).")
        .Add("VALUES", Values.NumberGroups, s => s.Thresholds, (s, v) => s with { Thresholds = v }, "Thresholds, shaped like PROPS.")
        .Add("SIGNS", Values.TextGroups, s => s.Signs, (s, v) => s with { Signs = v }, "Comparisons gt, ge, lt or le, shaped like PROPS.")
        .Add("NORM_BEFORE", Values.Boolean, s => s.NormalizeBefore, (s, v) => s with { NormalizeBefore = v }, "Normalise before the properties are measured.").Keys;
}
