import { Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { steps } from './screens';

export function App() {
  return (
    <Router hook={useHashLocation}>
      <Switch>
        {steps.map(({ id, path, Screen }) => (
          <Route key={id} path={path} component={Screen} />
        ))}
      </Switch>
    </Router>
  );
}
