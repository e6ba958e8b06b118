using System.Text;
using Luciole.Files;

namespace Luciole.Configuration;

/// <summary>Reads configurations: YAML files of BiaPy 3.4, BiaPy 3.5 and Luciole, and the configuration inside a checkpoint.</summary>
public static class ConfigurationReader
{
    private const int LargestFile = 1 << 20;

    /// <summary>Reads a YAML file and then the <c>KEY=VALUE</c> settings of <paramref name="overrides"/>.</summary>
    /// <exception cref="InputException">The file cannot be read, or holds something that is not understood or contradicts itself.</exception>
    public static ConfigurationResult ReadFile(string path, IReadOnlyList<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        return ReadText(ReadBounded(path), path, overrides);
    }

    /// <summary>Reads a YAML text; <paramref name="name"/> is what errors call it.</summary>
    /// <exception cref="InputException">The text holds something that is not understood or contradicts itself.</exception>
    public static ConfigurationResult ReadText(string text, string name, IReadOnlyList<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(text);
        var entries = OverrideReader.Apply(YamlComposer.Read(text, name), OverrideReader.Read(overrides));
        return Build(entries, text, name, lenient: false);
    }

    /// <summary>
    /// Reads the configuration that a checkpoint holds: nested dictionaries of null, bool, whole numbers, floating-point numbers, strings,
    /// lists and tuples (arrays). Keys that are unknown, of another workflow, or of the machine that trained it are left aside and counted.
    /// A checkpoint of BiaPy gets the values that BiaPy really used; one of Luciole is taken as it is.
    /// </summary>
    /// <exception cref="InputException">It is not of an image-to-image or masking run, or its network is contradictory or unknown.</exception>
    public static ConfigurationResult FromCheckpoint(IReadOnlyDictionary<string, object?> values, string checkpointName)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Build(NeutralFlattener.Flatten(values, checkpointName), "", checkpointName, lenient: true);
    }

    private static ConfigurationResult Build(IReadOnlyList<Entry> entries, string text, string name, bool lenient)
    {
        var notes = new List<ConfigurationNote>();
        var translated = ObsoleteKeys.Translate(entries, notes, lenient);
        var dialect = DialectDetector.Detect(translated, text, notes.Count > 0);
        if (dialect == ConfigurationDialect.Luciole && !lenient && notes.Count > 0)
            throw new InputException($"{notes[0].Where}: {notes[0].Old} is of an older BiaPy and not of {DialectDetector.Name(dialect)}; {(notes[0].New.Length == 0 ? "leave it out" : "write " + notes[0].New)}.");

        var binder = new Binder(name, notes, lenient);
        var bound = binder.Bind(translated);
        Require(binder, name, "PROBLEM.TYPE", "IMAGE_TO_IMAGE or SELF_SUPERVISED");
        Require(binder, name, "MODEL.ARCHITECTURE", "unetr or attention_unet for IMAGE_TO_IMAGE, mae for SELF_SUPERVISED");
        RefuseThreeDimensions(entries, lenient);

        var defaults = new DialectDefaults(dialect, binder.Given, (key, old, now, why) => notes.Add(new ConfigurationNote(binder.Where(key), old, now, why)));
        var configuration = defaults.Apply(bound);
        if (lenient)
            configuration = WithTilesThatFit(configuration, name, notes);
        new ConfigurationRules(configuration, binder.Where).Check(networkOnly: lenient);
        return new ConfigurationResult(configuration, dialect, notes, text, binder.Ignored);
    }

    // A small network may carry the tiling of a large one that it was derived from.
    private static LucioleConfiguration WithTilesThatFit(LucioleConfiguration configuration, string name, List<ConfigurationNote> notes)
    {
        var (data, test) = (configuration.Data, configuration.Data.Test);
        if (DataRules.TilingFits(data.PatchSize, test.Overlap, test.Padding))
            return configuration;
        notes.Add(new ConfigurationNote(name, $"DATA.TEST.PADDING: ({test.Padding.Y}, {test.Padding.X})", "(0, 0)", $"with DATA.TEST.OVERLAP ({test.Overlap.Y}, {test.Overlap.X}) it leaves nothing of a patch of {data.PatchSize.Height} x {data.PatchSize.Width}; set both if tiles should overlap"));
        return configuration with { Data = data with { Test = test with { Overlap = new Overlap(0, 0), Padding = new Padding(0, 0) } } };
    }

    private static void Require(Binder binder, string name, string key, string expected)
    {
        if (!binder.Given.Contains(key))
            throw new InputException($"{name}: {key} is missing; write {expected}.");
    }

    // Strict reading refuses it by itself; a checkpoint leaves unknown keys aside, but not this one.
    private static void RefuseThreeDimensions(IEnumerable<Entry> entries, bool lenient)
    {
        if (lenient && entries.FirstOrDefault(e => e.Key == "PROBLEM.NDIM") is { Raw.Value: not "2D" } entry)
            throw new InputException($"{entry.Where}: is a network for {entry.Raw.Shown} images, but Luciole does 2D.");
    }

    private static string ReadBounded(string path)
    {
        byte[] bytes;
        try
        {
            using var stream = File.OpenRead(path);
            using var buffer = new MemoryStream();
            var block = new byte[1 << 16];
            for (int read; (read = stream.Read(block)) > 0 && buffer.Length <= LargestFile;)
                buffer.Write(block, 0, read);
            bytes = buffer.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message.TrimEnd('.')}); give the path of a YAML configuration.", e);
        }

        if (bytes.Length > LargestFile)
            throw new InputException($"{path}: is larger than {LargestFile >> 20} MiB, which no configuration is; give the path of a YAML configuration.");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException($"{path}: is not text in UTF-8; give the path of a YAML configuration.", e);
        }
    }
}
