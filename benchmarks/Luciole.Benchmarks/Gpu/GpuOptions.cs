using Luciole.Files;
using Luciole.Torch;

namespace Luciole.Benchmarks.Gpu;

/// <summary>The command line of the benchmark <c>gpu</c>.</summary>
internal sealed record GpuOptions
{
    private const int FewestRepeats = 5;

    /// <summary>The parts wanted; empty: all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Whether small networks and few repeats do: a check that everything works.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Where to compute.</summary>
    public Device Device { get; init; } = Device.Cuda(0);

    /// <summary>Timed runs of each piece of work.</summary>
    public int Repeats { get; init; } = FewestRepeats;

    /// <summary>Cores that load and augment; null: all of the machine.</summary>
    public int? Cores { get; init; }

    /// <summary>Whether the document is written.</summary>
    public bool IsWritten { get; init; }

    /// <summary>The words it came from.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Reads the words behind the benchmark's name.</summary>
    /// <exception cref="InputException">A word is not known.</exception>
    public static GpuOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new GpuOptions { CommandLine = string.Join(' ', arguments.Prepend("gpu")) };
        int? repeats = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { IsQuick = true },
                "--write" => options with { IsWritten = true },
                "--device" => options with { Device = Device.Parse(Value()) },
                "--cores" => options with { Cores = Number("--cores") },
                "--only" => options with { Only = Value().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
                "--repeats" => options with { Repeats = (repeats = Number("--repeats")).Value },
                _ => throw new InputException($"{arguments[i]} is not known; gpu takes --device cuda:0|cpu, --only PART,PART..., --quick, --repeats NUMBER, --cores NUMBER and --write."),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new InputException($"{arguments[i - 1]} needs a value behind it.");
            int Number(string name) => int.TryParse(Value(), out var number) && number > 0 ? number : throw new InputException($"{name} {arguments[i]} is not a number from 1.");
        }

        if (options.IsQuick && repeats is null)
            options = options with { Repeats = 1 };
        if (options.IsWritten && (options.IsQuick || options.Repeats < FewestRepeats))
            throw new InputException($"--write takes full measurements with at least {FewestRepeats} repeats only; leave out --quick.");
        if (options.IsWritten && options.Device.Kind == DeviceKind.Cpu)
            throw new InputException("--write takes measurements of a GPU only, but --device is cpu; the benchmark cpu writes those of the processor.");
        return options;
    }
}
