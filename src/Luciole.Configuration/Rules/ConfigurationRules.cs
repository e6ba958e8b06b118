using System.Diagnostics.CodeAnalysis;
using Luciole.Files;

namespace Luciole.Configuration;

/// <summary>What the keys of a configuration must be to each other. Each contradiction is one sentence with the nearest values that would do.</summary>
public sealed class ConfigurationRules
{
    private readonly LucioleConfiguration _configuration;
    private readonly Func<string, string> _where;

    /// <summary>Prepares the checks; <paramref name="where"/> says for a key where it was given, for instance <c>nucleus.yaml:18</c>, and for any other key the file.</summary>
    public ConfigurationRules(LucioleConfiguration configuration, Func<string, string> where)
    {
        _configuration = configuration;
        _where = where;
    }

    /// <summary>Checks a configuration that was made in code.</summary>
    /// <exception cref="InputException">Two settings contradict each other.</exception>
    public static void Check(LucioleConfiguration configuration) => new ConfigurationRules(configuration, _ => "configuration").Check(networkOnly: false);

    /// <summary>Checks everything, or only the network and its normalisation.</summary>
    /// <exception cref="InputException">Two settings contradict each other.</exception>
    public void Check(bool networkOnly)
    {
        ModelRules.Check(_configuration, this, networkOnly);
        DataRules.CheckNormalization(_configuration.Data.Normalization, this);
        if (networkOnly)
            return;
        DataRules.Check(_configuration, this);
        TrainRules.Check(_configuration, this);
        AugmentorRules.Check(_configuration, this);
    }

    /// <summary>Refuses the configuration because of a key.</summary>
    [DoesNotReturn]
    internal void Refuse(string key, string sentence) => throw new InputException($"{_where(key)}: {key} {sentence}.");

    /// <summary>Refuses it because of two keys that contradict each other; the one on the command line is named, else the first that was given.</summary>
    [DoesNotReturn]
    internal void RefuseEither(string key, string other, string sentence)
    {
        var (where, otherWhere, source) = (_where(key), _where(other), _where(""));
        var named = otherWhere.StartsWith("--set ", StringComparison.Ordinal) || where == source ? otherWhere : where;
        throw new InputException($"{named}: {key} {sentence}.");
    }
}
