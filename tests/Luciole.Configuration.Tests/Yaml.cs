using Luciole.Files;

namespace Luciole.Configuration.Tests;

/// <summary>Small configurations to vary.</summary>
internal static class Yaml
{
    /// <summary>An image-to-image run with a small UNETR; sections can be appended, as no key of them is given here twice.</summary>
    public const string Unetr = """
        PROBLEM:
          TYPE: IMAGE_TO_IMAGE
          NDIM: 2D
        DATA:
          PATCH_SIZE: (64, 64, 1)
        MODEL:
          ARCHITECTURE: unetr
          VIT_TOKEN_SIZE: 16
          VIT_EMBED_DIM: 48
          VIT_NUM_LAYERS: 12
          VIT_NUM_HEADS: 4
        """;

    /// <summary>The same in our own dialect.</summary>
    public const string Own = "LUCIOLE:\n  DIALECT: luciole-1\n" + Unetr;

    public static ConfigurationResult Read(string text, params string[] overrides) => ConfigurationReader.ReadText(text, "run.yaml", overrides);

    public static LucioleConfiguration Set(params string[] overrides) => Read(Unetr, overrides).Configuration;

    /// <summary>The error of a text; every error is one sentence.</summary>
    public static string Error(string text, params string[] overrides)
    {
        var message = Assert.Throws<InputException>(() => Read(text, overrides)).Message;
        Assert.EndsWith(message.EndsWith('?') ? "?" : ".", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    public static string ErrorOf(params string[] overrides) => Error(Unetr, overrides);
}
