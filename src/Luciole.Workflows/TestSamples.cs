using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Data.Filtering;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>The images that a configuration wants to be tested on.</summary>
public static class TestSamples
{
    private const string Section = "DATA.TEST";

    /// <summary>What leaves images out of the test (<c>DATA.TEST.FILTER_SAMPLES</c>); null when nothing does.</summary>
    /// <exception cref="InputException">The filter is not possible.</exception>
    public static SampleFilter? Filter(LucioleConfiguration configuration) =>
        FilterMapping.FilterOf(configuration.Data.Test.FilterSamples, Section, configuration.Data.Normalization, HasTargets(configuration));

    /// <summary>The samples that the filter keeps; see <see cref="SampleFiltering.Apply"/>.</summary>
    /// <exception cref="InputException">Nothing is left, or an image is damaged.</exception>
    public static IReadOnlyList<Sample> Keep(LucioleConfiguration configuration, IReadOnlyList<Sample> samples, JobFolder job, IRunLog log) =>
        SampleFiltering.Apply(samples, Filter(configuration), Section, configuration.Data, job.FilteredSamples, log, keepDamaged: true);

    /// <summary>
    /// Those of <c>DATA.TEST.PATH</c>, with targets where <c>DATA.TEST.LOAD_GT</c> says so; with <c>DATA.TEST.USE_VAL_AS_TEST</c> the
    /// fold of the training images that validates. A masked autoencoder needs no targets.
    /// </summary>
    /// <exception cref="InputException">A folder is missing, or its images do not fit each other.</exception>
    public static SampleList Find(LucioleConfiguration configuration)
    {
        var test = configuration.Data.Test;
        if (test.UseValidationAsTest)
        {
            var data = TrainingData.Find(configuration);
            return new SampleList(data.Validation, data.Notes);
        }

        return TestFolders.Read(test.Path, HasTargets(configuration) ? test.TargetPath : null);
    }

    private static bool HasTargets(LucioleConfiguration configuration) =>
        configuration.Problem.Workflow == Workflow.ImageToImage && (configuration.Data.Test.LoadTargets || configuration.Data.Test.UseValidationAsTest);
}
