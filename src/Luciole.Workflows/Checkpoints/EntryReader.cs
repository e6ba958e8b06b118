using Luciole.Checkpoints;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>Reads the values of one dictionary of a checkpoint, and says which is missing or wrong.</summary>
internal sealed class EntryReader(PickleDict entry, string file)
{
    public IEnumerable<string> Names => entry.Select(e => e.Key.AsString).OfType<string>();

    public bool Has(string name) => entry[name] is not (null or PickleNone);

    public long Integer(string name) => entry[name]?.AsInt64 ?? throw Wrong(name, "a whole number");

    public double Number(string name) => entry[name]?.AsDouble ?? throw Wrong(name, "a number");

    public bool Truth(string name) => entry[name]?.AsBool ?? throw Wrong(name, "True or False");

    public string Text(string name) => entry[name]?.AsString ?? throw Wrong(name, "a text");

    public EntryReader Dict(string name) => new(entry[name] as PickleDict ?? throw Wrong(name, "a dictionary"), file);

    public CheckpointTensor Tensor(string name) => entry[name] as CheckpointTensor ?? throw Wrong(name, "a tensor");

    public IEnumerable<EntryReader> Dicts(string name) =>
        (entry[name]?.AsItems ?? throw Wrong(name, "a list")).Select(item => new EntryReader(item as PickleDict ?? throw Wrong(name, "a list of dictionaries"), file));

    public Dictionary<string, double> Numbers() => Names.ToDictionary(name => name, Number, StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, CheckpointTensor>> Tensors() => Names.Select(name => KeyValuePair.Create(name, Tensor(name)));

    private InputException Wrong(string name, string expected) => new(
        $"{file}: the state of the training has no {name} that is {expected}; resume from another checkpoint, or start anew without --resume.");
}
