using Luciole.Files;
using Luciole.Models.Convolution;
using Luciole.Models.Transformer;

namespace Luciole.Models.Tests;

public sealed class UnetrOptionsTests
{
    private static readonly UnetrOptions Good = new() { ImageSize = 256, TokenSize = 16 };

    [Fact]
    public void The_published_options_are_accepted()
    {
        Good.Validate();
        new UnetrOptions { ImageSize = 1024, TokenSize = 32, Filters = 32, KernelSize = 9 }.Validate();
        (Good with { Normalization = NormalizationKind.Group, Filters = 32 }).Validate();
    }

    [Fact]
    public void Heads_that_do_not_divide_the_width_are_refused_with_the_nearest_that_do() =>
        Refused(Good with { Heads = 10 }, "The 10 attention heads (MODEL.VIT_NUM_HEADS) do not divide", "768", "8 and 12");

    [Fact]
    public void Skips_deeper_than_the_transformer_are_refused_with_three_ways_out() =>
        Refused(Good with { TokenSize = 32, Layers = 8 }, "layer 12", "has 8 (MODEL.VIT_NUM_LAYERS)", "at least 12 layers", "UNETR_VIT_HIDD_MULT 2", "a token of 8 pixels");

    [Fact]
    public void A_transformer_shallower_than_the_number_of_skips_offers_no_distance() =>
        Refused(Good with { TokenSize = 32, Layers = 2 }, "at least 12 layers, or a token of 2 pixels");

    [Theory]
    [InlineData(24, "16 and 32")]
    [InlineData(1, "fit are 2")]
    [InlineData(33, "32 and 64")]
    public void A_token_that_is_no_power_of_two_is_refused(long token, string nearest) =>
        Refused(Good with { TokenSize = token, ImageSize = token * 8 }, "not a power of two", nearest);

    [Theory]
    [InlineData(250, "240 and 256")]
    [InlineData(8, "fit are 16")]
    public void An_image_of_broken_tokens_is_refused(long size, string nearest) =>
        Refused(Good with { ImageSize = size }, "DATA.PATCH_SIZE", "not a multiple", nearest);

    [Fact]
    public void An_even_kernel_is_refused() => Refused(Good with { KernelSize = 8 }, "MODEL.UNETR_DEC_KERNEL_SIZE", "7 and 9");

    [Fact]
    public void A_width_that_holds_no_sines_is_refused_unless_positions_are_of_another_kind()
    {
        Refused(Good with { EmbedDim = 90, Heads = 9 }, "90", "88 and 92");
        (Good with { EmbedDim = 90, Heads = 9, PositionEmbedding = PositionEmbeddingKind.Zero }).Validate();
    }

    [Fact]
    public void Groups_that_do_not_divide_the_filters_are_refused() =>
        Refused(Good with { Normalization = NormalizationKind.Group, Filters = 24 }, "16 groups", "16 and 32");

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(100_000_000)]
    public void Absurd_numbers_are_refused_one_by_one(long value)
    {
        Refused(Good with { ImageSize = value }, "image size (DATA.PATCH_SIZE)", $"{value}");
        Refused(Good with { Channels = value }, "number of input channels", $"{value}");
        Refused(Good with { OutputChannels = value }, "number of output channels", $"{value}");
        Refused(Good with { EmbedDim = value }, "MODEL.VIT_EMBED_DIM", $"{value}");
        Refused(Good with { Layers = value }, "MODEL.VIT_NUM_LAYERS", $"{value}");
        Refused(Good with { Heads = value }, "MODEL.VIT_NUM_HEADS", $"{value}");
        Refused(Good with { HiddenMultiple = value }, "MODEL.UNETR_VIT_HIDD_MULT", $"{value}");
        Refused(Good with { Filters = value }, "MODEL.UNETR_VIT_NUM_FILTERS", $"{value}");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1.0)]
    [InlineData(1.0)]
    public void A_dropout_that_is_no_probability_is_refused(double value) => Refused(Good with { Dropout = value }, "MODEL.DROPOUT_VALUES");

    [Theory]
    [InlineData(0.0)]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    public void A_perceptron_of_no_sensible_width_is_refused(double ratio) => Refused(Good with { MlpRatio = ratio }, "MODEL.VIT_MLP_RATIO");

    [Fact]
    public void An_epsilon_that_is_not_positive_is_refused() => Refused(Good with { LayerNormEpsilon = 0 }, "epsilon");

    [Fact]
    public void More_tokens_than_memory_could_hold_are_refused_before_any_is_made() =>
        Refused(new UnetrOptions { ImageSize = 65536, TokenSize = 2, Layers = 12 }, "too many");

    [Fact]
    public void Shapes_tell_all_but_heads_and_skips()
    {
        var options = new UnetrOptions
        {
            ImageSize = 24, Channels = 2, OutputChannels = 3, TokenSize = 8, EmbedDim = 12, Layers = 4, Heads = 3, MlpRatio = 2.5,
            HiddenMultiple = 2, Filters = 16, KernelSize = 5, Normalization = NormalizationKind.Group,
        };
        using var model = new Unetr(options, initialize: false);
        var inferred = UnetrOptions.FromShapes(model.State().ToDictionary(t => t.Name, t => t.Tensor.Shape));
        Assert.Equal(options, inferred with { Heads = 3, HiddenMultiple = 2 });
        foreach (var normalization in new[] { NormalizationKind.Batch, NormalizationKind.None })
        {
            using var other = new Unetr(options with { Normalization = normalization }, initialize: false);
            Assert.Equal(normalization, UnetrOptions.FromShapes(other.State().ToDictionary(t => t.Name, t => t.Tensor.Shape)).Normalization);
        }
    }

    [Fact]
    public void Shapes_of_another_network_are_refused_with_the_name_that_is_missing()
    {
        var error = Assert.Throws<InputException>(() => UnetrOptions.FromShapes(new Dictionary<string, long[]> { ["conv.weight"] = [3, 3, 3, 3] }));
        Assert.Contains("patch_embed.proj.weight", error.Message);
    }

    [Theory]
    [InlineData("ELU", ActivationKind.Elu)]
    [InlineData("leaky_relu", ActivationKind.LeakyRelu)]
    [InlineData("linear", ActivationKind.None)]
    public void Activations_are_read_in_any_case(string name, ActivationKind expected) => Assert.Equal(expected, Activation.Parse(name));

    [Fact]
    public void Unknown_names_are_refused_with_the_known_ones()
    {
        Assert.Contains("leaky_relu", Assert.Throws<InputException>(() => Activation.Parse("rellu")).Message);
        Assert.Contains("sync_bn", Assert.Throws<InputException>(() => ChannelNormalization.Parse("batch")).Message);
        Assert.Equal(NormalizationKind.Batch, ChannelNormalization.Parse("sync_bn"));
    }

    private static void Refused(UnetrOptions options, params string[] words)
    {
        var error = Assert.Throws<InputException>(() => new Unetr(options, initialize: false));
        foreach (var word in words)
            Assert.Contains(word, error.Message);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }
}
