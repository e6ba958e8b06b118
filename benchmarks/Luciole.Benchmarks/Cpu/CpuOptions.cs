using Luciole.Files;

namespace Luciole.Benchmarks.Cpu;

/// <summary>The command line of the benchmark <c>cpu</c>.</summary>
internal sealed record CpuOptions
{
    private const int FewestRepeats = 5;

    /// <summary>The parts wanted; empty: all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Whether smaller images and few repeats do: a check that everything works, in about three minutes.</summary>
    public bool IsQuick { get; init; }

    /// <summary>The fewest pairs of runs.</summary>
    public int Repeats { get; init; } = FewestRepeats;

    /// <summary>Whether the document is written.</summary>
    public bool IsWritten { get; init; }

    /// <summary>The words it came from.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Reads the words behind the benchmark's name.</summary>
    /// <exception cref="InputException">A word is not known.</exception>
    public static CpuOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CpuOptions { CommandLine = string.Join(' ', arguments.Prepend("cpu")) };
        int? repeats = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { IsQuick = true },
                "--write" => options with { IsWritten = true },
                "--only" => options with { Only = Value().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
                "--repeats" => options with { Repeats = (repeats = int.TryParse(Value(), out var number) && number > 0 ? number : throw new InputException($"--repeats {arguments[i]} is not a number from 1.")).Value },
                _ => throw new InputException($"{arguments[i]} is not known; cpu takes --only PART,PART..., --quick, --repeats NUMBER and --write."),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new InputException($"{arguments[i - 1]} needs a value behind it.");
        }

        if (options.IsQuick && repeats is null)
            options = options with { Repeats = 1 };
        if (options.IsWritten && (options.IsQuick || options.Repeats < FewestRepeats))
            throw new InputException($"--write takes full measurements with at least {FewestRepeats} repeats only; leave out --quick.");
        return options;
    }
}
