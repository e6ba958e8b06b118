using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>The images that a configuration wants to be tested on.</summary>
public static class TestSamples
{
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

        var targets = test.LoadTargets && configuration.Problem.Workflow == Workflow.ImageToImage;
        return TestFolders.Read(test.Path, targets ? test.TargetPath : null);
    }
}
