using Luciole.Files;

namespace Luciole.Configuration.Tests;

/// <summary>Whatever a file holds, it is read or refused with a sentence; nothing else happens.</summary>
public sealed class FuzzTests
{
    private static readonly string Seed = "# BiaPy version: 3.4.3\n" + Yaml.Unetr + """

        TRAIN:
          LR: 1.E-4
          METRICS: ['psnr', "mae"]
          OPT_BETAS: &b (0.9, 0.95)
          LR_SCHEDULER: {NAME: 'warmupcosine', MIN_LR: 5.E-6, WARMUP_COSINE_DECAY_EPOCHS: 80}
        AUGMENTOR:
          GRID_D_RANGE: (0.2, 0.6)
        """;

    private const string Alphabet = "\0\t\n\r !\"#%&'()*+,-./0123456789:;<=>?@AEIMTZ[\\]^_`abcdefxyz{|}~µ\u2028\uFEFF\uD800";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Mutated_files_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 300; i++)
        {
            var text = Mutate(random, Seed);
            try
            {
                ConfigurationReader.ReadText(text, "fuzz.yaml", []);
                read++;
            }
            catch (InputException e)
            {
                Assert.StartsWith("fuzz.yaml", e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name} ({e.Message}) for:\n{text}");
            }
        }

        Assert.True(read > 5 && refused > 50, $"{read} read, {refused} refused: the mutations are not worth much");
    }

    [Fact]
    public void Random_settings_are_read_or_refused()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var key = ConfigurationSchema.Keys[random.Next(ConfigurationSchema.Keys.Count)].Name;
            var value = random.Next(3) switch
            {
                0 => new string(Enumerable.Range(0, random.Next(12)).Select(_ => Alphabet[random.Next(Alphabet.Length)]).ToArray()),
                1 => PythonText.OfDouble((random.NextDouble() - 0.3) * Math.Pow(10, random.Next(-6, 12))),
                _ => $"({random.Next(-2, 300)}, {random.Next(-2, 300)}{(random.Next(2) == 0 ? ", 1" : "")})",
            };
            try
            {
                var result = Yaml.Read(random.Next(2) == 0 ? Yaml.Unetr : Yaml.Own, $"{key}={value}");
                Assert.NotEmpty(ConfigurationWriter.ToYaml(result.Configuration));
            }
            catch (InputException e)
            {
                Assert.True(e.Message.Length is > 10 and < 1000, e.Message);
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"{e.GetType().Name} ({e.Message}) for {key}={value}");
            }
        }
    }

    private static string Mutate(Random random, string text)
    {
        var mutated = new System.Text.StringBuilder(text);
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(mutated.Length);
            switch (random.Next(6))
            {
                case 0:
                    mutated[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                case 1:
                    mutated.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                case 2:
                    mutated.Remove(at, Math.Min(random.Next(1, 9), mutated.Length - at - 1));
                    break;
                case 3:
                    mutated.Insert(at, mutated.ToString(random.Next(mutated.Length / 2), random.Next(1, Math.Min(30, mutated.Length / 2))));
                    break;
                case 4:
                    mutated.Length = Math.Max(20, at);
                    break;
                default:
                    mutated.Insert(at, new string("[{(&*!-"[random.Next(7)], random.Next(1, 40)));
                    break;
            }
        }

        return mutated.ToString();
    }
}
