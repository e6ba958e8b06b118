using System.Text.RegularExpressions;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Workflows.Capacity;

namespace Luciole.Workflows.Tests.Capacity;

public sealed class EarlyRefusalTests
{
    private const string Unetr =
        """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {PATCH_SIZE: "(256, 256, 1)"},
        MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 16, VIT_EMBED_DIM: 192, VIT_NUM_LAYERS: 12, VIT_NUM_HEADS: 6, DROPOUT_VALUES: [0.0]},
        TRAIN: {ENABLE: True, OPTIMIZER: ADAMW, EPOCHS: 20, BATCH_SIZE: 6}}
        """;

    [Fact]
    public void Enough_memory_needs_no_word()
    {
        var settings = Read();
        var needs = TrainingNeeds.Of(settings);
        Assert.Null(EarlyRefusal.Memory(settings, needs, 2 * needs.Memory));
        Assert.Null(EarlyRefusal.Memory(settings, needs, null));
    }

    [Fact]
    public void Nearly_too_little_is_noted()
    {
        var settings = Read();
        var needs = TrainingNeeds.Of(settings);
        Assert.Contains("may become slow", EarlyRefusal.Memory(settings, needs, needs.Memory));
        Assert.Null(EarlyRefusal.Memory(settings, needs, (long)(needs.Memory / 0.89)));
        Assert.NotNull(EarlyRefusal.Memory(settings, needs, (long)(needs.Memory * 0.86)));
    }

    [Fact]
    public void Too_little_is_refused_with_the_largest_batch_that_fits_and_keeps_the_step()
    {
        var settings = Read("TRAIN.BATCH_SIZE=12");
        var needs = TrainingNeeds.Of(settings);
        var forFour = TrainingNeeds.Of(settings, settings.Data.PatchSize, 4, 3).Memory;
        var forThree = TrainingNeeds.Of(settings, settings.Data.PatchSize, 3, 4).Memory;
        var error = Assert.Throws<InputException>(() => EarlyRefusal.Memory(settings, needs, (long)(forFour / 0.9) - 1));
        Assert.StartsWith("TRAIN.BATCH_SIZE: 12 with DATA.PATCH_SIZE: (256, 256, 1) does not fit: training needs about ", error.Message);
        Assert.Contains("set TRAIN.BATCH_SIZE: 3 and TRAIN.ACCUM_ITER: 4, which still makes steps of 12 images", error.Message);
        error = Assert.Throws<InputException>(() => EarlyRefusal.Memory(settings, needs, (long)(forFour / 0.9) + 1));
        Assert.Contains("TRAIN.BATCH_SIZE: 4 and TRAIN.ACCUM_ITER: 3", error.Message);
        Assert.True(forThree < forFour);
    }

    [Fact]
    public void What_the_message_advises_fits()
    {
        var settings = Read("DATA.PATCH_SIZE=(512, 512, 1)");
        var available = (long)(TrainingNeeds.Of(settings).Memory * 0.7);
        var message = Assert.Throws<InputException>(() => EarlyRefusal.Memory(settings, TrainingNeeds.Of(settings), available)).Message;
        var advice = Regex.Match(message, @"TRAIN.BATCH_SIZE: (?<batch>\d+) and TRAIN.ACCUM_ITER: (?<steps>\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        var mended = Read("DATA.PATCH_SIZE=(512, 512, 1)", $"TRAIN.BATCH_SIZE={advice.Groups["batch"]}", $"TRAIN.ACCUM_ITER={advice.Groups["steps"]}");
        Assert.Null(EarlyRefusal.Memory(mended, TrainingNeeds.Of(mended), available));
    }

    [Fact]
    public void Recomputation_is_advised_where_it_fits_and_keeps_the_batch()
    {
        var settings = Read("TRAIN.BATCH_SIZE=4");
        var mended = Read("TRAIN.BATCH_SIZE=4", "TRAIN.RECOMPUTE_ACTIVATIONS=all");
        var available = (long)(TrainingNeeds.Of(mended).Memory / 0.9) + 1;
        var message = Assert.Throws<InputException>(() => EarlyRefusal.Memory(settings, TrainingNeeds.Of(settings), available)).Message;
        Assert.Contains(", or TRAIN.RECOMPUTE_ACTIVATIONS: all, which takes longer and gives the same", message);
        Assert.Null(EarlyRefusal.Memory(mended, TrainingNeeds.Of(mended), available));
        settings = Read("TRAIN.BATCH_SIZE=1");
        available = (long)(TrainingNeeds.Of(Read("TRAIN.BATCH_SIZE=1", "TRAIN.RECOMPUTE_ACTIVATIONS=all")).Memory / 0.9) + 1;
        Assert.Contains("; if so, set TRAIN.RECOMPUTE_ACTIVATIONS: all, which", Said(settings, available));
        Assert.DoesNotContain("RECOMPUTE", Said(Read("TRAIN.RECOMPUTE_ACTIVATIONS=all"), 1000));
    }

    private static string Said(LucioleConfiguration settings, long available)
    {
        try
        {
            return EarlyRefusal.Memory(settings, TrainingNeeds.Of(settings), available) ?? "";
        }
        catch (InputException e)
        {
            return e.Message.Replace("; set", "; if so, set", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Where_one_image_is_too_much_a_smaller_patch_is_advised_and_fits()
    {
        var settings = Read("DATA.PATCH_SIZE=(1024, 1024, 1)", "TRAIN.RECOMPUTE_ACTIVATIONS=all");
        var available = (long)(TrainingNeeds.Of(settings, new PatchSize(512, 512, 1), 1, 1).Memory / 0.9) + 1;
        var message = Assert.Throws<InputException>(() => EarlyRefusal.Memory(settings, TrainingNeeds.Of(settings), available)).Message;
        Assert.Contains("set DATA.PATCH_SIZE: (512, 512, 1) with TRAIN.BATCH_SIZE: 1", message);
        var mended = Read("DATA.PATCH_SIZE=(512, 512, 1)", "TRAIN.BATCH_SIZE=1", "TRAIN.RECOMPUTE_ACTIVATIONS=all");
        Assert.Null(EarlyRefusal.Memory(mended, TrainingNeeds.Of(mended), available));
    }

    [Fact]
    public void Where_nothing_fits_a_smaller_network_is_advised()
    {
        var settings = Read();
        var message = Assert.Throws<InputException>(() => EarlyRefusal.Memory(settings, TrainingNeeds.Of(settings), 1000)).Message;
        Assert.Contains("make the network smaller (MODEL.VIT_EMBED_DIM", message);
    }

    [Fact]
    public void Checkpoints_need_room_for_the_last_the_best_and_the_one_being_written()
    {
        var settings = Read();
        var needs = TrainingNeeds.Of(settings);
        Assert.Equal(needs.Network.Weights + needs.Network.OptimizerState, needs.Checkpoint);
        Assert.Null(EarlyRefusal.Disk(settings, needs, "/f", 3 * needs.Checkpoint));
        Assert.Null(EarlyRefusal.Disk(settings, needs, "/f", null));
        var error = Assert.Throws<InputException>(() => EarlyRefusal.Disk(settings, needs, "/f", (3 * needs.Checkpoint) - 1));
        Assert.StartsWith("/f: ", error.Message);
        Assert.Contains("PATHS.CHECKPOINT or --result_dir", error.Message);
    }

    [Fact]
    public void Numbered_checkpoints_that_will_not_all_fit_are_noted()
    {
        var settings = Read("MODEL.SAVE_CKPT_FREQ=5");
        var needs = TrainingNeeds.Of(settings);
        Assert.Equal(7 * needs.Checkpoint, EarlyRefusal.CheckpointSpace(settings, needs));
        Assert.Null(EarlyRefusal.Disk(settings, needs, "/f", 7 * needs.Checkpoint));
        Assert.Contains("MODEL.SAVE_CKPT_FREQ: 5", EarlyRefusal.Disk(settings, needs, "/f", 6 * needs.Checkpoint));
    }

    [Fact]
    public void The_space_of_a_folder_that_does_not_exist_yet_is_that_of_its_disk()
    {
        using var folder = new TemporaryFolder();
        Assert.NotNull(EarlyRefusal.FreeSpace(folder.FullName));
        Assert.InRange(EarlyRefusal.FreeSpace(folder.File("not", "yet", "there"))!.Value, 1, long.MaxValue);
    }

    [Theory]
    [InlineData("TRAIN.OPTIMIZER=SGD", 2)]
    [InlineData("TRAIN.OPTIMIZER=ADAM", 3)]
    public void A_checkpoint_holds_the_weights_and_what_the_optimiser_keeps(string optimizer, int copies)
    {
        var needs = TrainingNeeds.Of(Read(optimizer));
        Assert.InRange(needs.Checkpoint / (double)needs.Network.Weights, copies - 0.05, copies);
    }

    internal static LucioleConfiguration Read(params string[] overrides) => ConfigurationReader.ReadText(Unetr, "test.yaml", overrides).Configuration;
}
