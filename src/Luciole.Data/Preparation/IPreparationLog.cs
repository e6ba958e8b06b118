namespace Luciole.Data.Preparation;

/// <summary>Where a preparation tells what it does. Called from one thread at a time.</summary>
public interface IPreparationLog
{
    /// <summary>Something to know, in one sentence.</summary>
    void Note(string text);

    /// <summary>How far long work is.</summary>
    /// <param name="what">The work.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="done">Units finished.</param>
    /// <param name="total">Units in all.</param>
    void Progress(string what, string unit, double done, double total);
}
