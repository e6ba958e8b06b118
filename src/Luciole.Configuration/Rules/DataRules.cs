namespace Luciole.Configuration;

/// <summary>Patches, folders and normalisation must fit together.</summary>
internal static class DataRules
{
    private const string Normalization = "DATA.NORMALIZATION.";

    public static void Check(LucioleConfiguration configuration, ConfigurationRules rules)
    {
        var data = configuration.Data;
        CheckTiling(rules, "DATA.TRAIN", data.PatchSize, data.Train.Overlap, data.Train.Padding);
        CheckTiling(rules, "DATA.VAL", data.PatchSize, data.Validation.Overlap, data.Validation.Padding);
        CheckTiling(rules, "DATA.TEST", data.PatchSize, data.Test.Overlap, data.Test.Padding);
        CheckValidation(data, rules);
        if (data.ForceRgb && data.PatchSize.Channels != 3)
            rules.RefuseEither("DATA.PATCH_SIZE", "DATA.FORCE_RGB", $"has {data.PatchSize.Channels} channels, but DATA.FORCE_RGB makes 3; write ({data.PatchSize.Height}, {data.PatchSize.Width}, 3)");
        CheckFilter(rules, "DATA.TRAIN.FILTER_SAMPLES", data.Train.FilterSamples);
        CheckFilter(rules, "DATA.VAL.FILTER_SAMPLES", data.Validation.FilterSamples);
        CheckFilter(rules, "DATA.TEST.FILTER_SAMPLES", data.Test.FilterSamples);
        if (configuration.Problem.MultipleRawsPerTarget && configuration.Train.Enable)
        {
            foreach (var (filter, key) in new[] { (data.Train.FilterSamples, "DATA.TRAIN.FILTER_SAMPLES.ENABLE"), (data.Validation.FilterSamples, "DATA.VAL.FILTER_SAMPLES.ENABLE") })
            {
                if (filter.Enable)
                    rules.Refuse(key, "cannot be combined with PROBLEM.IMAGE_TO_IMAGE.MULTIPLE_RAW_ONE_TARGET_LOADER; set one of the two to False");
            }
        }
    }

    public static bool TilingFits(PatchSize patch, Overlap overlap, Padding padding) =>
        LeavesStep(patch.Height, padding.Y, overlap.Y) && LeavesStep(patch.Width, padding.X, overlap.X);

    public static void CheckNormalization(NormalizationSettings settings, ConfigurationRules rules)
    {
        if (settings.Mean is null != settings.StandardDeviation is null)
            rules.RefuseEither(Normalization + "ZERO_MEAN_UNIT_VAR.MEAN_VAL", Normalization + "ZERO_MEAN_UNIT_VAR.STD_VAL", "and STD_VAL must be given together, or both be -1");
        if (settings.StandardDeviation <= 0)
            rules.Refuse(Normalization + "ZERO_MEAN_UNIT_VAR.STD_VAL", $"is {settings.StandardDeviation}, but must be above 0");
        if (!settings.ClipPercentiles)
            return;
        CheckBound(rules, "LOWER", settings.LowerPercentile, settings.LowerValue);
        CheckBound(rules, "UPPER", settings.UpperPercentile, settings.UpperValue);
        if (settings.LowerPercentile >= settings.UpperPercentile)
            rules.RefuseEither(Normalization + "PERC_CLIP.LOWER_PERC", Normalization + "PERC_CLIP.UPPER_PERC", $"is {settings.LowerPercentile}, but must be below UPPER_PERC ({settings.UpperPercentile})");
        if (settings.LowerValue >= settings.UpperValue)
            rules.RefuseEither(Normalization + "PERC_CLIP.LOWER_VALUE", Normalization + "PERC_CLIP.UPPER_VALUE", $"is {settings.LowerValue}, but must be below UPPER_VALUE ({settings.UpperValue})");
    }

    private static void CheckBound(ConfigurationRules rules, string side, double? percentile, double? value)
    {
        var key = $"{Normalization}PERC_CLIP.{side}_";
        if (percentile is null && value is null)
            rules.RefuseEither(key + "PERC", Normalization + "PERC_CLIP.ENABLE", $"is missing although PERC_CLIP.ENABLE is True; give {side}_PERC (a percentile) or {side}_VALUE (an intensity)");
        if (percentile is not null && value is not null)
            rules.RefuseEither(key + "PERC", key + "VALUE", $"is {percentile} and {side}_VALUE is {value}; give only one of the two");
    }

    private static void CheckTiling(ConfigurationRules rules, string section, PatchSize patch, Overlap overlap, Padding padding)
    {
        foreach (var (axis, size, pad, fraction) in new[] { ("y", patch.Height, padding.Y, overlap.Y), ("x", patch.Width, padding.X, overlap.X) })
        {
            if (2L * pad >= size)
                rules.RefuseEither(section + ".PADDING", "DATA.PATCH_SIZE", $"is {pad} along {axis}, but must be less than half the patch ({size}); write at most {(size - 1) / 2}");
            if (!LeavesStep(size, pad, fraction))
                rules.RefuseEither(section + ".OVERLAP", section + ".PADDING", $"is {fraction} along {axis}, which leaves no step between patches of {size - (2 * pad)} pixels; write at most {PythonText.OfDouble(Math.Floor((1 - (1.0 / (size - (2 * pad)))) * 1000) / 1000)}");
        }
    }

    private static bool LeavesStep(int size, int pad, double overlap) => 2L * pad < size && (int)((size - (2 * pad)) * (1 - overlap)) >= 1;

    private static void CheckValidation(DataSettings data, ConfigurationRules rules)
    {
        var validation = data.Validation;
        if (validation.FromTrain && !validation.CrossValidation && validation.SplitTrain is <= 0 or >= 1)
            rules.Refuse("DATA.VAL.SPLIT_TRAIN", $"is {validation.SplitTrain}, but must lie between 0 and 1 when DATA.VAL.FROM_TRAIN is True; write for instance 0.1");
        if (validation.CrossValidation && !validation.FromTrain)
            rules.RefuseEither("DATA.VAL.CROSS_VAL", "DATA.VAL.FROM_TRAIN", "needs DATA.VAL.FROM_TRAIN: True");
        if (validation.CrossValidation && validation.Fold > validation.Folds)
            rules.RefuseEither("DATA.VAL.CROSS_VAL_FOLD", "DATA.VAL.CROSS_VAL_NFOLD", $"is {validation.Fold}, but there are {validation.Folds} folds (DATA.VAL.CROSS_VAL_NFOLD); write 1 to {validation.Folds}");
        if (data.Test.UseValidationAsTest && !validation.CrossValidation)
            rules.RefuseEither("DATA.TEST.USE_VAL_AS_TEST", "DATA.VAL.CROSS_VAL", "needs DATA.VAL.CROSS_VAL: True");
    }

    private static void CheckFilter(ConfigurationRules rules, string section, FilterSamplesSettings filter)
    {
        if (!filter.Enable)
            return;
        if (filter.Properties.Count == 0)
            rules.RefuseEither(section + ".PROPS", section + ".ENABLE", "is empty although ENABLE is True; write for instance [['mean']] with VALUES [[10]] and SIGNS [['lt']]");
        var shape = Shape(filter.Properties);
        if (!shape.SequenceEqual(Shape(filter.Thresholds)))
            rules.RefuseEither(section + ".VALUES", section + ".PROPS", "must have the shape of PROPS: one value per property in each group");
        if (!shape.SequenceEqual(Shape(filter.Signs)))
            rules.RefuseEither(section + ".SIGNS", section + ".PROPS", "must have the shape of PROPS: one sign per property in each group");
        if (filter.Signs.SelectMany(g => g).FirstOrDefault(s => s is not ("gt" or "ge" or "lt" or "le")) is { } wrong)
            rules.Refuse(section + ".SIGNS", $"holds {wrong}, but takes gt, ge, lt and le");
    }

    private static IEnumerable<int> Shape<T>(IEnumerable<IReadOnlyList<T>> groups) => groups.Select(g => g.Count);
}
