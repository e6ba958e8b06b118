using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows.Tests;

public sealed class AvailabilityTests
{
    private static readonly LucioleConfiguration s_training = new()
    {
        Problem = new ProblemSettings { Workflow = Workflow.ImageToImage },
        Train = new TrainSettings { Enable = true, Optimizer = OptimizerType.AdamW },
        Loss = new LossSettings { Type = LossType.MeanSquaredError },
    };

    [Fact]
    public void What_the_version_can_do_passes()
    {
        Availability.Require(s_training);
        Availability.Require(new LucioleConfiguration { Test = new TestSettings { Enable = true, Augmentation = true } });
    }

    public static TheoryData<string, LucioleConfiguration> Missing => new()
    {
        { "TRAIN.ENABLE", new LucioleConfiguration() },
        { "TRAIN.OPTIMIZER: SGD is", s_training with { Train = s_training.Train with { Optimizer = OptimizerType.Sgd } } },
        { "TRAIN.LR_SCHEDULER.NAME: onecycle is", s_training with { Train = s_training.Train with { Scheduler = new SchedulerSettings { Type = SchedulerType.OneCycle } } } },
        { "LOSS.TYPE: SSIM is", s_training with { Loss = new LossSettings { Type = LossType.StructuralSimilarity } } },
        { "AUGMENTOR.ZOOM, AUGMENTOR.CUTMIX", s_training with { Augmentor = new AugmentorSettings { Enable = true, Zoom = true, CutMix = true } } },
        { "DATA.PREPROCESS", s_training with { Data = s_training.Data with { Preprocess = new PreprocessSettings { Train = true } } } },
        { "DATA.FORCE_RGB", s_training with { Data = s_training.Data with { ForceRgb = true } } },
        { "TEST.AUGMENTATION_MODE: max is", s_training with { Test = new TestSettings { Enable = true, Augmentation = true, AugmentationMerge = AugmentationMerge.Maximum } } },
        { "MODEL.LOAD_CHECKPOINT_ONLY_WEIGHTS", s_training with { Model = s_training.Model with { LoadCheckpoint = true, LoadOnlyWeights = false } } },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public void What_it_cannot_do_is_refused_by_its_key(string key, LucioleConfiguration configuration)
    {
        var error = Assert.Throws<InputException>(() => Availability.Require(configuration));
        Assert.Contains(key, error.Message);
        Assert.EndsWith(".", error.Message);
    }

    [Fact]
    public void Augmentations_that_are_switched_off_as_a_whole_do_not_matter() =>
        Availability.Require(s_training with { Augmentor = new AugmentorSettings { Enable = false, Elastic = true } });

    [Fact]
    public void A_pretraining_cannot_be_tested()
    {
        var pretraining = new LucioleConfiguration { Problem = new ProblemSettings { Workflow = Workflow.SelfSupervised }, Test = new TestSettings { Enable = true } };
        Assert.Contains("TEST.ENABLE", Assert.Throws<InputException>(() => Availability.Require(pretraining)).Message);
    }
}
